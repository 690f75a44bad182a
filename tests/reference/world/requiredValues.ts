import { Kind, parse, type SelectionSetNode } from 'graphql';

/**
 * The values that a `@requires` field set names, written in a fixed order: what a field answers depends on them, so
 * that a gateway which sends other values than it should is found out.
 *
 * @param source a representation as a gateway sent it, or the answer to the field set
 * @throws Error when a value is missing
 */
export function requiredValues(fieldSet: string, source: Readonly<Record<string, unknown>>): string {
  const [operation] = parse(`{${fieldSet}}`).definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error(`This is no field set: ${fieldSet}`);
  return JSON.stringify(read(operation.selectionSet, source));
}

function read(set: SelectionSetNode, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => read(set, item));
  if (typeof value !== 'object' || value === null) return value ?? null;
  return set.selections.flatMap((selection) => {
    if (selection.kind !== Kind.FIELD) return [];
    const inner = (value as Record<string, unknown>)[selection.name.value];
    if (inner === undefined) throw new Error(`The required field ${selection.name.value} was not sent.`);
    return [[selection.name.value, selection.selectionSet ? read(selection.selectionSet, inner) : inner]];
  });
}
