import type { ModdleElement } from './moddleElement.ts';

/** Namespace of this product's own attributes in a model. */
export const ownNamespace = 'urn:inopsio:bpmn:1';

/** Namespaces of engines whose attributes for people, forms and scripts are understood as well. */
const knownNamespaces = new Set([
  ownNamespace,
  'http://camunda.org/schema/1.0/bpmn',
  'http://activiti.org/bpmn',
  'http://flowable.org/bpmn',
]);

/**
 * An attribute of a known namespace, whatever its prefix in this document.
 * @param name local name, e.g. `assignee`
 * @param namespaces the only namespaces looked into
 */
export function foreignAttribute(element: ModdleElement, name: string, namespaces = knownNamespaces): string | null {
  for (const [qualified, value] of Object.entries(element.$attrs ?? {})) {
    const [prefix, local] = qualified.split(':');
    if (local === name && namespaces.has(namespaceOf(element, prefix!) ?? '')) return String(value);
  }
  return null;
}

/** An attribute of this product's own namespace. */
export function ownAttribute(element: ModdleElement, name: string): string | null {
  return foreignAttribute(element, name, new Set([ownNamespace]));
}

/** Elements of extensionElements of a known namespace, by local name, at any depth. */
export function extensionElements(element: ModdleElement, name: string): ModdleElement[] {
  const found: ModdleElement[] = [];
  const visit = (values: readonly ModdleElement[]) => {
    for (const value of values) {
      const [prefix, local] = value.$type.split(':');
      if (local === name && knownNamespaces.has(namespaceOf(element, prefix!) ?? '')) found.push(value);
      visit(value.$children ?? []);
    }
  };
  visit(element.extensionElements?.values ?? []);
  return found;
}

function namespaceOf(element: ModdleElement, prefix: string): string | null {
  for (let at: ModdleElement | undefined = element; at !== undefined; at = at.$parent) {
    const uri = at.$attrs?.[`xmlns:${prefix}`];
    if (uri !== undefined) return uri;
  }
  return null;
}
