import { type GraphQLInputType, isEnumType, isInputObjectType, isListType, isNonNullType } from 'graphql';
import type { Random } from '#tests/reference/world/random.ts';
import type { Variable } from './variables.ts';

/** Gives the value of a scalar: its type, the name of the argument or input field, and the variable that it is for. */
export type ScalarSource = (type: string, name: string, variable: Variable) => unknown;

/** Invents a value of a variable; places that may be empty are so in one case of three. */
export function inputValue(variable: Variable, random: Random, scalarOf: ScalarSource): unknown {
  function anyOf(type: GraphQLInputType, name: string): unknown {
    if (isNonNullType(type)) return presentOf(type.ofType, name);
    return random.chance(1 / 3) ? undefined : presentOf(type, name);
  }

  function presentOf(type: GraphQLInputType, name: string): unknown {
    if (isListType(type)) return [anyOf(type.ofType, name), anyOf(type.ofType, name)].slice(random.below(2));
    if (isEnumType(type)) return random.pick(type.getValues()).name;
    if (isInputObjectType(type)) {
      const fields = Object.values(type.getFields());
      return Object.fromEntries(fields.map((field) => [field.name, anyOf(field.type, field.name)]));
    }
    return scalarOf(String(type), name, variable);
  }

  return anyOf(variable.type, variable.argument);
}
