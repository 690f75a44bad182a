import type { RequiresSelection, Rewrite } from '../../plan/planNodes.ts';
import type { TypeRelations } from '../../supergraph/typeRelations.ts';
import type { MutableObject } from '../merge/mergeObjects.ts';
import { quoted } from '../project/leafWriter.ts';
import { compileRewrites, matchesAny } from './rewrites.ts';

/**
 * Writes the representation of an object for `_entities` as JSON text, or gives undefined when the object cannot be
 * represented: it is of another type, or a required field is missing because an earlier fetch failed. A required field
 * that is null is sent as null. The text is also the key by which equal representations travel once.
 */
export type RepresentationWriter = (object: MutableObject) => string | undefined;

/** Compiles the writer of what one fetch requires of its objects, with the rewrites that its subgraph wants. */
export function compileRepresentation(
  requires: readonly RequiresSelection[],
  inputRewrites: readonly Rewrite[] | undefined,
  types: TypeRelations,
): RepresentationWriter {
  const rewrites = inputRewrites ?? [];
  const setters = rewrites.flatMap(typenameSetter);
  const rewrite = setters.length === rewrites.length ? undefined : compileRewrites(rewrites, types);
  const conditions = requires.flatMap((selection) =>
    selection.kind === 'InlineFragment' ? [selection.typeCondition] : [],
  );
  const onlyType = conditions.length === 1 && types.isObject(conditions[0] ?? '') ? conditions[0] : undefined;
  const writeFields = compileFields(requires, types);
  return (object) => {
    const typename = typeof object.__typename === 'string' ? object.__typename : onlyType;
    if (typename === undefined) return undefined;
    if (conditions.length > 0 && !conditions.some((condition) => overlaps(typename, condition, types)))
      return undefined;
    const fields = writeFields(object, typename);
    if (fields === undefined) return undefined;
    if (rewrite) {
      const value: unknown = JSON.parse(`{"__typename":${quoted(typename)}${fields}}`);
      rewrite(value);
      return JSON.stringify(value);
    }
    const setter = setters.find((candidate) => matchesAny(typename, candidate.conditions, types));
    return `{"__typename":${quoted(setter?.typename ?? typename)}${fields}}`;
  };
}

/** The usual input rewrite: entities go to an interface object under the name of the interface. */
function typenameSetter(rewrite: Rewrite): { conditions: readonly string[]; typename: string }[] {
  if (!('ValueSetter' in rewrite)) return [];
  const [condition, key, ...rest] = rewrite.ValueSetter.path;
  const isTypename = key !== undefined && 'Key' in key && key.Key === '__typename' && rest.length === 0;
  if (condition === undefined || !('TypenameEquals' in condition) || !isTypename) return [];
  return [{ conditions: condition.TypenameEquals, typename: rewrite.ValueSetter.setValueTo }];
}

/** Writes fields as JSON members, each after a comma; undefined when a required one is missing. */
type FieldsWriter = (object: MutableObject, typename: string | undefined) => string | undefined;

function compileFields(selections: readonly RequiresSelection[], types: TypeRelations): FieldsWriter {
  const writers = selections.flatMap((selection) => {
    if (selection.kind === 'InlineFragment') return [fragmentWriter(selection, types)];
    // The type name is written by whoever writes the braces.
    return selection.name === '__typename' ? [] : [fieldWriter(selection, types)];
  });
  return (object, typename) => {
    let text = '';
    for (const write of writers) {
      const part = write(object, typename);
      if (part === undefined) return undefined;
      text += part;
    }
    return text;
  };
}

function fragmentWriter(selection: RequiresFragment, types: TypeRelations): FieldsWriter {
  const write = compileFields(selection.selections, types);
  const condition = selection.typeCondition;
  // What a client's condition excluded was not fetched, and is not required either.
  const isConditional = selection.skipIf !== undefined || selection.includeIf !== undefined;
  return (object, typename) => {
    if (typename !== undefined && !overlaps(typename, condition, types)) return '';
    const text = write(object, typename);
    return text === undefined && isConditional ? '' : text;
  };
}

function fieldWriter(selection: RequiresField, types: TypeRelations): FieldsWriter {
  const key = selection.name;
  const prefix = `,${quoted(selection.alias ?? selection.name)}:`;
  const write = valueWriter(selection.selections?.length ? compileFields(selection.selections, types) : undefined);
  const { alias } = selection;
  return (object) => {
    // The planner names one alias for all places of a batch, also where a place has the field under its own name.
    const value = object[key] === undefined && alias !== undefined ? object[alias] : object[key];
    const text = write(value);
    return text === undefined ? undefined : prefix + text;
  };
}

function valueWriter(writeFields: FieldsWriter | undefined): (value: unknown) => string | undefined {
  const write = (value: unknown): string | undefined => {
    if (value === undefined) return undefined;
    if (value === null) return 'null';
    if (writeFields === undefined) return typeof value === 'string' ? quoted(value) : JSON.stringify(value);
    if (Array.isArray(value)) {
      const items = value.map(write);
      return items.includes(undefined) ? undefined : `[${items.join(',')}]`;
    }
    if (typeof value !== 'object') return JSON.stringify(value);
    const object = value as MutableObject;
    const typename = typeof object.__typename === 'string' ? object.__typename : undefined;
    const fields = writeFields(object, typename);
    if (fields === undefined) return undefined;
    return typename === undefined ? `{${fields.slice(1)}}` : `{"__typename":${quoted(typename)}${fields}}`;
  };
  return write;
}

type RequiresFragment = Extract<RequiresSelection, { kind: 'InlineFragment' }>;
type RequiresField = Extract<RequiresSelection, { kind: 'Field' }>;

function overlaps(typename: string, condition: string, types: TypeRelations): boolean {
  return types.satisfies(typename, condition) || types.satisfies(condition, typename);
}
