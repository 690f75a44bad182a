import {
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isObjectType,
  isUnionType,
} from 'graphql';
import type { Random } from '#tests/reference/world/random.ts';
import type { Variables } from './variables.ts';

/** How far a selection goes. */
export interface SelectionOptions {
  readonly schema: GraphQLSchema;
  readonly random: Random;
  readonly variables: Variables;
  /** Coordinates (`Type.field`) that were selected before; new ones are preferred and added. */
  readonly seen: Set<string>;
  /** Deepest nesting of fields. */
  readonly depth: number;
  /** Fields that lead on to other objects, at most; halved on the way down. */
  readonly width: number;
}

/**
 * Writes a selection set of a type: `__typename`, everything that ends there, and some of what leads on, rather what no
 * selection had before. Arguments become variables.
 */
export function selectionOf(type: GraphQLCompositeType, options: SelectionOptions): string {
  const parts = ['__typename'];
  if (isAbstractType(type)) {
    for (const possible of options.schema.getPossibleTypes(type)) {
      parts.push(`... on ${possible.name} ${selectionOf(possible, options)}`);
    }
  }
  if (!isUnionType(type)) parts.push(...fieldsOf(Object.values(type.getFields()), type.name, options));
  return `{ ${parts.join(' ')} }`;
}

function fieldsOf(fields: readonly GraphQLField<unknown, unknown>[], parent: string, options: SelectionOptions) {
  const { random, seen, depth, width } = options;
  const [leading, leaves] = split(fields, (field) => isCompositeType(getNamedType(field.type)));
  // Wrappers such as connections and edges have nothing to choose from.
  const order = leading
    .map((field) => ({ field, rank: (seen.has(`${parent}.${field.name}`) ? 1 : 0) + random.below(1000) / 1000 }))
    .sort((a, b) => a.rank - b.rank);
  const chosen = depth > 1 ? order.slice(0, isWrapper(parent) ? order.length : Math.ceil(width)) : [];
  return [...leaves, ...chosen.map(({ field }) => field)].map((field) => {
    seen.add(`${parent}.${field.name}`);
    return fieldText(field, parent, options);
  });
}

/** A field with its arguments as variables and with what lies below it. */
export function fieldText(field: GraphQLField<unknown, unknown>, parent: string, options: SelectionOptions): string {
  const named = getNamedType(field.type);
  const args = field.args.map((argument) => `${argument.name}: $${options.variables.declare(argument, field, parent)}`);
  const call = `${field.name}${args.length > 0 ? `(${args.join(', ')})` : ''}`;
  if (!isCompositeType(named)) return call;
  const narrower = isObjectType(named) && isWrapper(named.name) ? options.width : options.width / 2;
  return `${call} ${selectionOf(named, { ...options, depth: options.depth - 1, width: narrower })}`;
}

function isWrapper(typeName: string): boolean {
  return /(Connection|Edge|PageInfo)$/.test(typeName);
}

function split<T>(items: readonly T[], test: (item: T) => boolean): [T[], T[]] {
  return [items.filter(test), items.filter((item) => !test(item))];
}
