import { GraphQLScalarType, Kind } from 'graphql';
import { canonicalDecimal } from '../../decimal/canonicalDecimal.ts';
import { scalarInputError } from './scalarInputError.ts';

/** As many digits as `NUMERIC(19,4)` holds. */
const exact = /^-?\d{1,15}(\.\d{1,4})?$/;

/**
 * An exact number as a string, in one form both ways: `120.00`, whether it was written `120` or `120.0000`. Floats are
 * refused on input, since they are not what the client wrote.
 */
export const decimalScalar = new GraphQLScalarType<string, string>({
  name: 'Decimal',
  serialize: (value) => canonicalDecimal(String(value)),
  parseValue: toDecimal,
  parseLiteral: (node) => toDecimal(node.kind === Kind.STRING || node.kind === Kind.INT ? node.value : undefined),
});

function toDecimal(value: unknown): string {
  const text = Number.isSafeInteger(value) ? String(value) : value;
  if (typeof text === 'string' && exact.test(text)) return canonicalDecimal(text);
  throw scalarInputError('Decimal must be a string of up to 15 digits and 4 decimals, e.g. "1234.50".');
}
