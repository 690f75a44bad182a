import type { EntitySchema } from 'typeorm';
import type { OrderBy } from '../paging/orderBy.ts';
import { identifier } from '../tables/identifier.ts';
import { selectList } from '../tables/selectList.ts';
import { tableName } from '../tables/tableName.ts';
import { isUuid } from '../validation/isUuid.ts';
import { defineLoader, type Loader } from './defineLoader.ts';

/** How the rows of a group come. */
export interface GroupOptions<Row> {
  readonly orderBy: OrderBy<Row>;
  /** Most rows per group; 100 unless given. For longer lists give clients a connection. */
  readonly limit?: number;
}

/**
 * Makes a loader of short lists: all rows whose uuid column has the key, one statement for all keys of a batch.
 *
 * @param property the column to group by, e.g. `orderId`
 */
export function groupedBy<Row extends object>(
  table: EntitySchema<Row>,
  property: keyof Row & string,
  { orderBy, limit = 100 }: GroupOptions<Row>,
): Loader<string, Row[]> {
  const order = `${identifier(orderBy.column)} ${orderBy.direction}, "id" ${orderBy.direction}`;
  // One index scan per key, so that a large group cannot crowd out the others.
  const sql = `SELECT page.* FROM unnest($1::uuid[]) WITH ORDINALITY AS parent(key, place)
    CROSS JOIN LATERAL (
      SELECT ${selectList(table)} FROM ${tableName(table)}
      WHERE ${identifier(property)} = parent.key ORDER BY ${order} LIMIT ${Math.trunc(limit)}
    ) page ORDER BY parent.place`;
  return defineLoader(async (keys, session) => {
    const ids = keys.filter(isUuid);
    const rows = ids.length === 0 ? [] : await session.query<Row>(sql, [ids]);
    const groups = Map.groupBy(rows, (row) => row[property] as string);
    return keys.map((key) => groups.get(key.toLowerCase()) ?? []);
  });
}
