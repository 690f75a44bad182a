import { GraphQLScalarType, Kind } from 'graphql';
import { scalarInputError } from './scalarInputError.ts';

/** Date, time and offset as RFC 3339 has them (section 5.6). */
const rfc3339 = /^(\d{4}-\d{2}-\d{2})[Tt]\d{2}:\d{2}:\d{2}(\.\d{1,9})?([Zz]|[+-]\d{2}:\d{2})$/;

/** The years that have four digits in UTC and that PostgreSQL's calendar knows. */
const earliest = Date.parse('0001-01-01T00:00:00.000Z');
const latest = Date.parse('9999-12-31T23:59:59.999Z');

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
  const day = typeof value === 'string' ? rfc3339.exec(value)?.[1] : undefined;
  if (day !== undefined && isDay(day)) {
    const time = Date.parse(value as string);
    if (time >= earliest && time <= latest) return new Date(time).toISOString();
  }
  throw scalarInputError('DateTime must be an RFC 3339 date and time, e.g. "2026-01-31T09:30:00Z".');
}

/** Whether the calendar has the day: JavaScript reads 30 February as 2 March. */
function isDay(day: string): boolean {
  const time = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(day);
}
