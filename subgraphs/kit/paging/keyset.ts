import { identifier } from '../tables/identifier.ts';
import type { Condition } from './conditions.ts';
import type { Position } from './cursor.ts';
import type { OrderBy } from './orderBy.ts';

/** Name under which a row brings the ordering column as PostgreSQL writes it, with digits that a JS value would lose. */
export const positionColumn = '__position';

/** The parts of a statement that order rows and go on behind a position. */
export interface Keyset {
  /** For the select list. */
  readonly value: string;
  /** For ORDER BY. */
  readonly by: string;
  behind(position: Position): Condition;
}

/** Gives the SQL of an ordering by one column, with `id` breaking ties. */
export function keyset<Row>({ column, direction }: OrderBy<Row>): Keyset {
  const name = identifier(column);
  const descending = direction === 'DESC';
  const word = descending ? 'DESC' : 'ASC';
  return {
    value: `${name}::text AS "${positionColumn}"`,
    by: `${name} ${word}, "id" ${word}`,
    behind: ({ value, id }) => ({ sql: `(${name}, "id") ${descending ? '<' : '>'} (?, ?)`, values: [value, id] }),
  };
}
