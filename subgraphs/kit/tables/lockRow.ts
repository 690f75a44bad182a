import type { EntitySchema } from 'typeorm';
import type { TenantTransaction } from '../tenancy/tenantSession.ts';
import { isUuid } from '../validation/isUuid.ts';
import { selectList } from './selectList.ts';
import { tableName } from './tableName.ts';

/**
 * Reads a row by its id and locks it until the transaction ends, so that two changes of one record follow each other.
 *
 * @returns undefined where the tenant has no such row, also for an id that is no UUID
 */
export async function lockRow<Row extends object>(
  transaction: TenantTransaction,
  table: EntitySchema<Row>,
  id: string,
): Promise<Row | undefined> {
  if (!isUuid(id)) return undefined;
  const [row] = await transaction.query<Row>(
    `SELECT ${selectList(table)} FROM ${tableName(table)} WHERE "id" = $1 FOR UPDATE`,
    [id],
  );
  return row;
}
