import { columnName } from '../tenancy/defineTable.ts';

const plain = /^[a-z_][a-z0-9_]{0,62}$/;

/**
 * Gives the SQL name of a table, a column, or an entity's property (`createdAt` is column `created_at`).
 *
 * Names come from code, never from a client: anything but a plain name is a fault of the programmer, and is stopped
 * before it becomes SQL.
 *
 * @throws TypeError for any other text
 */
export function identifier(name: string): string {
  const column = columnName(name);
  if (!plain.test(column)) throw new TypeError(`"${name}" is not a plain name of a table or column.`);
  return `"${column}"`;
}
