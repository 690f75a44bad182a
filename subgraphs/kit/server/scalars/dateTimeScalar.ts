import { GraphQLScalarType, Kind } from 'graphql';
import { scalarInputError } from './scalarInputError.ts';

/** Date, time and offset as RFC 3339 has them (section 5.6). */
const rfc3339 = /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d{1,9})?([Zz]|[+-]\d{2}:\d{2})$/;

/** Given in UTC with milliseconds; taken with any offset and handed to resolvers in UTC. */
export const dateTimeScalar = new GraphQLScalarType<string, string>({
  name: 'DateTime',
  serialize(value) {
    const date = value instanceof Date ? value : new Date(String(value));
    return date.toISOString();
  },
  parseValue: toUtc,
  parseLiteral: (node) => toUtc(node.kind === Kind.STRING ? node.value : undefined),
});

function toUtc(value: unknown): string {
  if (typeof value === 'string' && rfc3339.test(value)) {
    const time = Date.parse(value);
    if (!Number.isNaN(time)) return new Date(time).toISOString();
  }
  throw scalarInputError('DateTime must be an RFC 3339 date and time, e.g. "2026-01-31T09:30:00Z".');
}
