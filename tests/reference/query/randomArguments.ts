import {
  type GraphQLArgument,
  type GraphQLInputType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
} from 'graphql';
import type { Random } from '../world/random.ts';

/** A value for an input type, as a literal in GraphQL and as the JSON of a variable. */
export interface RandomValue {
  readonly literal: string;
  readonly json: unknown;
}

/** Real values that arguments may take, so that queries find something; by argument or input field name. */
export type ValuePool = Readonly<Record<string, readonly unknown[]>>;

/** Invents a value that fits a type; nullable places are sometimes null. */
export function randomValue(type: GraphQLInputType, name: string, random: Random, pool: ValuePool): RandomValue {
  if (isNonNullType(type)) return presentValue(type.ofType, name, random, pool);
  return random.chance(0.1) ? { literal: 'null', json: null } : presentValue(type, name, random, pool);
}

function presentValue(type: GraphQLInputType, name: string, random: Random, pool: ValuePool): RandomValue {
  if (isNonNullType(type)) return presentValue(type.ofType, name, random, pool);
  if (isListType(type)) {
    const items = Array.from({ length: random.below(3) }, () => randomValue(type.ofType, name, random, pool));
    return { literal: `[${items.map(({ literal }) => literal).join(', ')}]`, json: items.map(({ json }) => json) };
  }
  if (isEnumType(type)) {
    const { name: value } = random.pick(type.getValues());
    return { literal: value, json: value };
  }
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields()).filter((field) => isNonNullType(field.type) || random.chance(0.4));
    const values = fields.map((field) => [field.name, randomValue(field.type, field.name, random, pool)] as const);
    return {
      literal: `{${values.map(([key, { literal }]) => `${key}: ${literal}`).join(', ')}}`,
      json: Object.fromEntries(values.map(([key, { json }]) => [key, json])),
    };
  }
  const pooled = pool[name] ?? pool[type.name];
  const json = pooled ? random.pick(pooled) : scalarValue(type.name, random);
  return { literal: JSON.stringify(json), json };
}

function scalarValue(typeName: string, random: Random): unknown {
  switch (typeName) {
    case 'Int':
      return random.below(5);
    case 'Float':
      return random.below(100) / 4;
    case 'Boolean':
      return random.chance(0.5);
    default:
      return random.pick(['a', 'é "quoted" \\', '', 'long text with spaces']);
  }
}

/** Which arguments a field is given: all that it must have, and some of the others. */
export function chosenArguments(args: readonly GraphQLArgument[], random: Random): readonly GraphQLArgument[] {
  return args.filter(
    (argument) => (isNonNullType(argument.type) && argument.defaultValue === undefined) || random.chance(0.5),
  );
}
