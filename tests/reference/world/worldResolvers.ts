import {
  GraphQLError,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isEnumType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import type { Effects } from './effects.ts';
import { hashOf } from './random.ts';
import type { RequiredOf } from './requiredOf.ts';
import { requiredValues } from './requiredValues.ts';
import type { WorldFacts } from './worldFacts.ts';
import type { WorldObject } from './worldObject.ts';

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
  /** Where the fields come from that another requires. */
  readonly requiredOf: RequiredOf;
  /** What mutations changed; the values of a world without are the same before and after. */
  readonly effects?: Effects | undefined;
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
      field.resolve = (source, args, _context, info) =>
        answerOf(schema, rules, type, field, source as WorldObject | undefined, args, info);
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
  info: GraphQLResolveInfo,
): unknown {
  // Objects of a root type further down are the root again.
  const isRoot = source === undefined || source.identity === 'root';
  const identity = isRoot ? '' : source.identity;
  const fieldSet = isRoot ? undefined : rules.requiresOf(parent.name, field.name);
  const given = Object.fromEntries(Object.entries(args).filter(([, value]) => value !== undefined));
  const name = `${field.name}(${JSON.stringify(given)})`;
  if (parent === schema.getMutationType()) rules.effects?.add(name);
  const required =
    fieldSet && source ? requiredValues(fieldSet, rules.requiredOf(schema, fieldSet, source, info.path)) : '';
  const seed = `${identity}.${name}${required}${rules.effects?.suffix ?? ''}`;
  return invented(field.type, seed, { schema, rules, parent: parent.name, field: field.name, identity });
}

function invented(type: GraphQLOutputType, seed: string, asked: Asked): unknown {
  const { errors, nulls } = asked.rules.troubles;
  const luck = hashOf(`${seed}?`) % 1000;
  const isKey = keyNames.includes(asked.field);
  if (!isKey && luck < errors) {
    const extensions = { code: `NO_${asked.field.toUpperCase()}` };
    throw new GraphQLError(`The world has no ${asked.field} here.`, { extensions });
  }
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
