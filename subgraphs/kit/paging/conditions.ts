import { identifier } from '../tables/identifier.ts';
import { isUuid } from '../validation/isUuid.ts';

/** One condition of a list. Its values become parameters of the statement, never SQL text. */
export interface Condition {
  /** SQL with `?` for each value, in order. */
  readonly sql: string;
  readonly values: readonly unknown[];
}

/** A condition, or undefined where the client's filter asks for nothing. */
export type MaybeCondition = Condition | undefined;

/** The condition that no row satisfies. */
const never: Condition = { sql: 'false', values: [] };

/** The column has the value. */
export function equals(column: string, value: string | number | boolean | null | undefined): MaybeCondition {
  if (holdsNul(value)) return never;
  return given(value) ? { sql: `${identifier(column)} = ?`, values: [value] } : undefined;
}

/** The uuid column has the value; a malformed identifier matches no row. */
export function hasId(column: string, id: string | null | undefined): MaybeCondition {
  if (!given(id)) return undefined;
  return isUuid(id) ? { sql: `${identifier(column)} = ?`, values: [id] } : never;
}

/** The column has one of the values; an empty list matches no row. */
export function oneOf(column: string, values: readonly string[] | null | undefined): MaybeCondition {
  if (!given(values)) return undefined;
  return values.length === 0 ? never : { sql: `${identifier(column)} = ANY(?)`, values: [[...values]] };
}

/** The column is at least the value. */
export function atLeast(column: string, value: string | number | null | undefined): MaybeCondition {
  return given(value) ? { sql: `${identifier(column)} >= ?`, values: [value] } : undefined;
}

/** The column is at most the value. */
export function atMost(column: string, value: string | number | null | undefined): MaybeCondition {
  return given(value) ? { sql: `${identifier(column)} <= ?`, values: [value] } : undefined;
}

/** The column is below the value. */
export function below(column: string, value: string | number | null | undefined): MaybeCondition {
  return given(value) ? { sql: `${identifier(column)} < ?`, values: [value] } : undefined;
}

/** The text begins with the value, whatever its case; served by an index on `lower(column) text_pattern_ops`. */
export function startsWith(column: string, value: string | null | undefined): MaybeCondition {
  if (!given(value)) return undefined;
  if (holdsNul(value)) return never;
  const pattern = `${value.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;
  return { sql: `lower(${identifier(column)}) LIKE ?`, values: [pattern] };
}

/** The column is null, or is not. */
export function isNull(column: string, value: boolean | null | undefined): MaybeCondition {
  return given(value) ? { sql: `${identifier(column)} IS ${value ? '' : 'NOT '}NULL`, values: [] } : undefined;
}

/** Whether a text holds the character that no text of PostgreSQL holds; asking it would be an error. */
function holdsNul(value: unknown): boolean {
  return typeof value === 'string' && value.includes('\0');
}

function given<T>(value: T | null | undefined): value is T {
  return value !== null && value !== undefined;
}
