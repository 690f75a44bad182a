import { type GraphQLLeafType, isEnumType } from 'graphql';
import { type Place, propagated, type Writer } from './writer.ts';

/**
 * A writer for values of a scalar or an enum. What does not fit is reported and becomes null: a subgraph's value of the
 * wrong type, and an enum value which the API schema does not show (its name is not repeated to the client).
 */
export function leafWriter(type: GraphQLLeafType, place: Place): Writer {
  const text = textOf(type);
  const problem = `The value is not a valid ${type.name}.`;
  return (value, run) => {
    if (value === null || value === undefined) return 'null';
    const written = text(value);
    if (written !== undefined) return written;
    run.report(place, problem);
    return propagated;
  };
}

function textOf(type: GraphQLLeafType): (value: unknown) => string | undefined {
  if (isEnumType(type)) {
    const values = new Map(type.getValues().map(({ name }) => [name as unknown, `"${name}"`]));
    return (value) => values.get(value);
  }
  switch (type.name) {
    case 'String':
      return (value) => (typeof value === 'string' ? quoted(value) : undefined);
    case 'ID':
      return (value) => {
        if (typeof value === 'string') return quoted(value);
        return Number.isInteger(value) ? `"${value}"` : undefined;
      };
    case 'Int':
      return (value) => (isInt(value) ? `${value}` : undefined);
    case 'Float':
      return (value) => (Number.isFinite(value) ? `${value}` : undefined);
    case 'Boolean':
      return (value) => (typeof value === 'boolean' ? `${value}` : undefined);
    default:
      return (value) => JSON.stringify(value);
  }
}

/** Finds what a text cannot hold in JSON as it is. */
/** Whether a value is a whole number of 32 bits with a sign. */
function isInt(value: unknown): boolean {
  return Number.isInteger(value) && (value as number) >= -(2 ** 31) && (value as number) < 2 ** 31;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that JSON must escape.
export const needsEscape = /["\\\u0000-\u001f\ud800-\udfff]/;

/** A text as JSON; most texts need no escape, and testing for it is cheaper than JSON.stringify. */
export function quoted(text: string): string {
  return needsEscape.test(text) ? JSON.stringify(text) : `"${text}"`;
}
