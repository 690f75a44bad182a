import {
  type FieldNode,
  type FormattedExecutionResult,
  type GraphQLNamedType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isAbstractType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  parse,
  type SelectionSetNode,
} from 'graphql';
import { plainQuery } from '../query/plainQuery.ts';
import type { RandomQuery } from '../query/randomQuery.ts';

type Path = readonly (string | number)[];

/**
 * An answer with what is lost when a gateway asks a subgraph for more than the client did (a field that `@requires`
 * names), that fails, and may not be null: the subgraph answers null for the object around it, or for the nearest place
 * above that may be null. Which places those are follows from the failures' paths and the schema's types alone.
 *
 * @param failed the gateway's answer, whose errors tell what failed
 */
export function withUnaskedNulls(
  schema: GraphQLSchema,
  asked: RandomQuery,
  answer: FormattedExecutionResult,
  failed: FormattedExecutionResult,
): FormattedExecutionResult {
  const errors = failed.errors ?? [];
  const places = errors.flatMap(({ path }) => (path && lostPlace(schema, asked, path)) ?? []);
  if (places.length === 0) return answer;
  const data = places.reduce<unknown>((value, { place }) => withNullAt(value, place), answer.data);
  return { ...answer, data: data as Record<string, unknown> | null, errors };
}

/** The place that becomes null for a failure of what was not asked; undefined where it was, or nothing else is lost. */
function lostPlace(schema: GraphQLSchema, asked: RandomQuery, path: Path): { readonly place: Path } | undefined {
  const [operation] = parse(plainQuery(schema, asked).query).definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION) return undefined;
  let parent: GraphQLNamedType | undefined = schema.getRootType(operation.operation) ?? undefined;
  let sets: readonly SelectionSetNode[] = [operation.selectionSet];
  let output: GraphQLOutputType | undefined;
  let lost: Path = [];
  for (const [position, segment] of path.entries()) {
    if (typeof segment === 'number') {
      output = itemOf(output);
    } else {
      const fields = sets.flatMap((set) => fieldsOf(set, parent, segment, schema));
      const [field] = fields;
      if (!field) return mustBeThere(schema, parent, path.slice(position)) ? { place: lost } : undefined;
      output = typeOf(field.parent, field.node.name.value);
      parent = output && getNamedType(output);
      sets = fields.flatMap(({ node }) => node.selectionSet ?? []);
    }
    if (output === undefined) return undefined;
    if (!isNonNullType(output)) lost = path.slice(0, position + 1);
  }
  return undefined;
}

interface SelectedField {
  readonly parent: GraphQLNamedType | undefined;
  readonly node: FieldNode;
}

function fieldsOf(
  set: SelectionSetNode,
  parent: GraphQLNamedType | undefined,
  key: string,
  schema: GraphQLSchema,
): readonly SelectedField[] {
  return set.selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) {
      return (selection.alias ?? selection.name).value === key ? [{ parent, node: selection }] : [];
    }
    if (selection.kind === Kind.FRAGMENT_SPREAD) return [];
    const condition = selection.typeCondition?.name.value;
    return fieldsOf(selection.selectionSet, condition ? schema.getType(condition) : parent, key, schema);
  });
}

/** Whether nothing from a field on down to where a path leads may be null, so that a failure there reaches the field's object. */
function mustBeThere(schema: GraphQLSchema, parent: GraphQLNamedType | undefined, path: Path): boolean {
  const [name, ...rest] = path;
  if (name === undefined) return true;
  const parents = isAbstractType(parent) ? schema.getPossibleTypes(parent) : [parent];
  return parents.some((type) => {
    let output = typeOf(type, String(name));
    let left = rest;
    while (isNonNullType(output) && typeof left[0] === 'number') {
      output = itemOf(output);
      left = left.slice(1);
    }
    return isNonNullType(output) && mustBeThere(schema, getNamedType(output), left);
  });
}

function typeOf(parent: GraphQLNamedType | undefined, field: string): GraphQLOutputType | undefined {
  return isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[field]?.type : undefined;
}

function itemOf(type: GraphQLOutputType | undefined): GraphQLOutputType | undefined {
  const list = type && getNullableType(type);
  return isListType(list) ? list.ofType : undefined;
}

function withNullAt(value: unknown, place: Path): unknown {
  const [segment, ...rest] = place;
  if (segment === undefined) return null;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item, index) => (index === segment ? withNullAt(item, rest) : item));
  return segment in value
    ? { ...value, [segment]: withNullAt((value as Record<string, unknown>)[segment], rest) }
    : value;
}
