import { Kind, parse, type SelectionSetNode } from 'graphql';

/** How the value of a field is found on a source object. */
export type FieldReader = (
  source: Readonly<Record<string, unknown>>,
  field: string,
  args: Record<string, unknown>,
) => unknown;

/**
 * The values that a `@requires` field set names, written in a fixed order: what a field answers depends on them, so
 * that a gateway which sends other values than it should is found out.
 */
export function requiredValues(
  fieldSet: string,
  source: Readonly<Record<string, unknown>>,
  readField: FieldReader,
): string {
  const [operation] = parse(`{${fieldSet}}`).definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error(`This is no field set: ${fieldSet}`);
  return JSON.stringify(read(operation.selectionSet, source, readField));
}

function read(set: SelectionSetNode, value: unknown, readField: FieldReader): unknown {
  if (Array.isArray(value)) return value.map((item) => read(set, item, readField));
  if (typeof value !== 'object' || value === null) return value ?? null;
  const source = value as Record<string, unknown>;
  return set.selections.flatMap((selection) => {
    if (selection.kind !== Kind.FIELD) return [];
    const args = (selection.arguments ?? []).map((argument) => [
      argument.name.value,
      argument.value.kind === Kind.INT ? Number(argument.value.value) : null,
    ]);
    const inner = readField(source, selection.name.value, Object.fromEntries(args));
    if (inner === undefined) throw new Error(`The required field ${selection.name.value} was not sent.`);
    return [[selection.name.value, selection.selectionSet ? read(selection.selectionSet, inner, readField) : inner]];
  });
}

/** Reads from a representation as a gateway sent it. */
export const fromRepresentation: FieldReader = (source, field) => source[field];
