import type { FormField, HumanFacts } from '../../domain/modelFacts.ts';
import { extensionElements, foreignAttribute } from './foreignAttribute.ts';
import type { ModdleElement } from './moddleElement.ts';
import { oneLine } from './oneLine.ts';

/**
 * Reads who may do a task and what it asks for: potential owners and data outputs as BPMN 2.0 has them (§10.3.1,
 * §10.4.1), and the attributes and form fields of widespread engines.
 */
export function readHuman(node: ModdleElement): HumanFacts {
  const roles = (node.resources ?? []).map((role: ModdleElement) => oneLine(role.resourceRef?.name));
  return {
    assignee: foreignAttribute(node, 'assignee'),
    candidateUsers: list(foreignAttribute(node, 'candidateUsers')),
    candidateGroups: unique([...list(foreignAttribute(node, 'candidateGroups')), ...roles.filter(Boolean)]),
    formKey: foreignAttribute(node, 'formKey'),
    fields: uniqueFields([...dataOutputs(node), ...formFields(node)]),
  };
}

function dataOutputs(node: ModdleElement): FormField[] {
  const outputs: ModdleElement[] = node.ioSpecification?.dataOutputs ?? [];
  return outputs
    .filter(({ name }) => name !== undefined)
    .map((output) => ({ name: output.name!, type: fieldType(output.itemSubjectRef?.structureRef ?? '') }));
}

function formFields(node: ModdleElement): FormField[] {
  const fields = [...extensionElements(node, 'formField'), ...extensionElements(node, 'formProperty')];
  return fields
    .filter((field) => typeof field.id === 'string')
    .map((field) => ({ name: field.id!, type: fieldType(String(field.type ?? '')) }));
}

/** Type of a field by the name that XML Schema, or an engine, has for it. */
function fieldType(name: string): FormField['type'] {
  if (/bool/i.test(name)) return 'BOOLEAN';
  return /int|long|short|decimal|double|float|number/i.test(name) ? 'NUMBER' : 'STRING';
}

function list(text: string | null): string[] {
  return (text ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)];
}

function uniqueFields(fields: readonly FormField[]): FormField[] {
  return [...new Map(fields.map((field) => [field.name, field])).values()];
}
