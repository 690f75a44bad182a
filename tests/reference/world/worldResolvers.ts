import {
  executeSync,
  type GraphQLError,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLOutputType,
  GraphQLSchema,
  getNamedType,
  isAbstractType,
  isEnumType,
  isListType,
  isNonNullType,
  isObjectType,
  parse,
} from 'graphql';
import { hashOf } from './random.ts';
import { requiredValues } from './requiredValues.ts';
import type { WorldFacts } from './worldFacts.ts';

/**
 * An object of the invented world. Its identity says all: every field is a function of identity, field and arguments,
 * so that any two subgraphs, and a monolith of the same API, agree without a line of data.
 */
export interface WorldObject {
  readonly __typename: string;
  readonly identity: string;
  /** The representation that a gateway sent, for fields with `@requires`. */
  readonly representation?: Readonly<Record<string, unknown>>;
}

/** How troubled a world is; all figures are out of 1,000. */
export interface Troubles {
  /** Nullable values that are null. */
  readonly nulls: number;
  /** Values that are an error instead. */
  readonly errors: number;
  /** Entities that a subgraph which is asked for them does not know. */
  readonly missing: number;
}

export interface WorldRules extends WorldFacts {
  readonly troubles: Troubles;
  /**
   * Where required fields come from: a monolith reads them from the world itself, and tells here what failed among them; a
   * subgraph reads them from the representation.
   */
  readonly monolith?: { noteErrors(errors: readonly GraphQLError[]): void };
}

const population = 6;
const keyNames = ['id', 'upc', 'email'];

/** Gives every object type of a schema resolvers that answer from the invented world. */
export function populate(schema: GraphQLSchema, rules: WorldRules): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('_')) continue;
    if (isAbstractType(type)) type.resolveType = (value) => (value as WorldObject).__typename;
    if (!isObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      if (field.name.startsWith('_')) continue;
      field.resolve = (source, args) => answerOf(schema, rules, type, field, source as WorldObject | undefined, args);
    }
  }
}

/** The object that a representation stands for; its type is part of its identity, also where it names an interface. */
export function objectOf(schema: GraphQLSchema, representation: Readonly<Record<string, unknown>>): WorldObject {
  const key = keyNames.map((name) => representation[name]).find((value) => value !== undefined);
  const identity = String(key).replace(/^(upc|email):/, '');
  const named = identity.split('-', 1)[0] ?? '';
  const typename = isObjectType(schema.getType(named)) ? named : String(representation.__typename);
  return { __typename: typename, identity, representation };
}

interface Asked {
  readonly schema: GraphQLSchema;
  readonly rules: WorldRules;
  readonly parent: string;
  readonly field: string;
  readonly identity: string;
}

function answerOf(
  schema: GraphQLSchema,
  rules: WorldRules,
  parent: GraphQLObjectType,
  field: GraphQLField<unknown, unknown>,
  source: WorldObject | undefined,
  args: Record<string, unknown>,
): unknown {
  // Objects of a root type further down are the root again.
  const isRoot = source === undefined || source.identity === 'root';
  const identity = isRoot ? '' : source.identity;
  const fieldSet = isRoot ? undefined : rules.requiresOf(parent.name, field.name);
  const required = fieldSet && source ? requiredOf(schema, rules, fieldSet, source) : '';
  const given = Object.fromEntries(Object.entries(args).filter(([, value]) => value !== undefined));
  const seed = `${identity}.${field.name}(${JSON.stringify(given)})${required}`;
  return invented(field.type, seed, { schema, rules, parent: parent.name, field: field.name, identity });
}

function requiredOf(schema: GraphQLSchema, rules: WorldRules, fieldSet: string, source: WorldObject): string {
  return requiredValues(
    fieldSet,
    rules.monolith ? selectedOf(schema, rules.monolith, fieldSet, source) : (source.representation ?? {}),
  );
}

/** What a selection on an object of the world gives; what fails in it is null, as it would reach a subgraph. */
function selectedOf(
  schema: GraphQLSchema,
  monolith: NonNullable<WorldRules['monolith']>,
  fieldSet: string,
  source: WorldObject,
): Readonly<Record<string, unknown>> {
  const { data, errors = [] } = executeSync({
    schema: rootedAt(schema, source.__typename),
    document: parse(`{${fieldSet}}`),
    rootValue: source,
  });
  monolith.noteErrors(errors);
  if (!data) throw new Error(`The world has not all of ${fieldSet} here.`);
  return data;
}

const rooted = new WeakMap<GraphQLSchema, Map<string, GraphQLSchema>>();

/** The same schema with another type at its root. */
function rootedAt(schema: GraphQLSchema, typename: string): GraphQLSchema {
  const known = rooted.get(schema) ?? new Map<string, GraphQLSchema>();
  rooted.set(schema, known);
  let found = known.get(typename);
  if (!found) {
    const query = schema.getType(typename) as GraphQLObjectType;
    found = new GraphQLSchema({ query, types: Object.values(schema.getTypeMap()), assumeValid: true });
    known.set(typename, found);
  }
  return found;
}

function invented(type: GraphQLOutputType, seed: string, asked: Asked): unknown {
  const { errors, nulls } = asked.rules.troubles;
  const luck = hashOf(`${seed}?`) % 1000;
  const isKey = keyNames.includes(asked.field);
  if (!isKey && luck < errors) throw new Error(`The world has no ${asked.field} here.`);
  if (isNonNullType(type)) return presentValue(type.ofType, seed, asked);
  return !isKey && luck < errors + nulls ? null : presentValue(type, seed, asked);
}

function presentValue(type: GraphQLOutputType, seed: string, asked: Asked): unknown {
  if (isNonNullType(type)) return presentValue(type.ofType, seed, asked);
  const hash = hashOf(seed);
  if (isListType(type)) {
    const { nulls } = asked.rules.troubles;
    return Array.from({ length: hash % 4 }, (_, index) => {
      const item = `${seed}[${index}]`;
      const isNull = !isNonNullType(type.ofType) && hashOf(`${item}?`) % 1000 < nulls;
      return isNull ? null : presentValue(type.ofType, item, asked);
    });
  }
  if (isEnumType(type)) return type.getValues()[hash % type.getValues().length]?.value;
  const { name } = getNamedType(type);
  if (isObjectType(type) || isAbstractType(type)) return objectFor(name, hash, asked);
  if (asked.field === 'id') return asked.identity;
  if (keyNames.includes(asked.field)) return `${asked.field}:${asked.identity}`;
  return scalarFor(name, hash);
}

function scalarFor(type: string, hash: number): unknown {
  switch (type) {
    case 'Int':
      return hash % 1000;
    case 'Float':
      return (hash % 10_000) / 8;
    case 'Boolean':
      return hash % 2 === 0;
    case 'JSON':
      return { seed: hash % 100, list: [hash % 7, null, 'é"\\'] };
    default:
      return hash % 9 === 0 ? `text "${hash}" \\ é \u2028 \n` : `text ${hash}`;
  }
}

function objectFor(name: string, hash: number, { schema, rules, parent, field }: Asked): WorldObject {
  const type = schema.getType(name);
  if (type === schema.getQueryType()) return { __typename: name, identity: 'root' };
  let typename = name;
  if (isAbstractType(type)) {
    const common = rules.commonMembers(name);
    const isShared = rules.isShared(parent, field) && common.length > 0;
    const members = (isShared ? common : rules.membersFor(parent, field, name)).toSorted();
    typename = members[(hash >>> 8) % members.length] ?? name;
  }
  const object = schema.getType(typename);
  const isEntity = isObjectType(object) && keyNames.some((key) => object.getFields()[key]);
  if (!isEntity) return { __typename: typename, identity: `${typename}-of-${hash}` };
  // Behind an interface object stands one of the interface's implementations, which other subgraphs know.
  const members = rules.commonMembers(typename).toSorted();
  const concrete = members[(hash >>> 8) % members.length] ?? typename;
  return { __typename: typename, identity: `${concrete}-${hash % population}` };
}
