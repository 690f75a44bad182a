import type { EntitySchema } from 'typeorm';
import { identifier } from '../tables/identifier.ts';
import { selectList } from '../tables/selectList.ts';
import { tableName } from '../tables/tableName.ts';
import { isUuid } from '../validation/isUuid.ts';
import { defineLoader, type Loader } from './defineLoader.ts';

/**
 * Makes a loader of rows by a unique uuid column, one statement per batch. A row that is not there, or not for this
 * tenant, loads as null; so does an identifier that is no UUID.
 *
 * @param property the unique column; `id` unless given
 */
export function byId<Row extends object>(
  table: EntitySchema<Row>,
  property: keyof Row & string = 'id' as keyof Row & string,
): Loader<string, Row | null> {
  const sql = `SELECT ${selectList(table)} FROM ${tableName(table)} WHERE ${identifier(property)} = ANY($1::uuid[])`;
  return defineLoader(async (keys, session) => {
    const ids = keys.filter(isUuid);
    const rows = ids.length === 0 ? [] : await session.query<Row>(sql, [ids]);
    const found = new Map(rows.map((row) => [row[property] as string, row]));
    return keys.map((key) => found.get(key.toLowerCase()) ?? null);
  });
}
