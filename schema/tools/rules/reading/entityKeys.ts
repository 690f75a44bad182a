import type { ConstDirectiveNode, SelectionSetNode } from 'graphql';
import { Kind, parse } from 'graphql';
import { argumentNode, directivesOn, stringArgument } from './directivesOn.ts';
import type { ObjectTypeNode } from './objectTypesIn.ts';

/** One `@key` of an entity: the fields by which another domain, or an event, names it. */
export interface EntityKey {
  /** Paths of the key's leaves, e.g. `id` or `organization.id`. */
  readonly paths: readonly string[];
  /** Whether this declaration can load the entity by the key. */
  readonly resolvable: boolean;
}

/** Keys that a type declares. A key whose selection does not parse is left to composition, which names it. */
export function entityKeys(type: ObjectTypeNode): EntityKey[] {
  return directivesOn(type, 'key').flatMap((directive) => {
    const selection = parseSelection(`{ ${stringArgument(directive, 'fields') ?? ''} }`);
    if (!selection) return [];
    return [{ paths: leaves(selection).map(({ path }) => path), resolvable: isResolvable(directive) }];
  });
}

function isResolvable(directive: ConstDirectiveNode): boolean {
  const value = argumentNode(directive, 'resolvable');
  return !(value?.kind === Kind.BOOLEAN && !value.value);
}

/** A leaf of a selection: where it lies in the answer, and the name that stands behind its alias. */
export interface SelectionLeaf {
  readonly path: string;
  readonly name: string;
}

/** Leaves of a selection, depth first. */
export function leaves(selection: SelectionSetNode, prefix = ''): SelectionLeaf[] {
  return selection.selections.flatMap((node) => {
    if (node.kind !== Kind.FIELD) return [];
    const path = `${prefix}${node.alias?.value ?? node.name.value}`;
    return node.selectionSet ? leaves(node.selectionSet, `${path}.`) : [{ path, name: node.name.value }];
  });
}

/** Selection of a text such as `{ id: alert_id }`; undefined where it is none. */
export function parseSelection(text: string): SelectionSetNode | undefined {
  try {
    const definition = parse(text, { noLocation: true }).definitions[0];
    return definition?.kind === Kind.OPERATION_DEFINITION ? definition.selectionSet : undefined;
  } catch {
    return undefined;
  }
}
