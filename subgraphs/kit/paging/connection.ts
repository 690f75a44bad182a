import type { EntitySchema } from 'typeorm';
import { selectList } from '../tables/selectList.ts';
import { tableName } from '../tables/tableName.ts';
import type { TenantSession } from '../tenancy/tenantSession.ts';
import type { Condition, MaybeCondition } from './conditions.ts';
import { asCursorFault, decodeCursor, fingerprint } from './cursor.ts';
import { keyset } from './keyset.ts';
import type { OrderBy } from './orderBy.ts';
import { type Page, type PagedRow, pageOf } from './pageOf.ts';
import { pageSize } from './pageSize.ts';
import { Statement } from './statement.ts';

/** What a client sees of a list (Relay's cursor connections). https://relay.dev/graphql/connections.htm */
export interface Connection<Row> extends Page<Row> {
  /** Counts all rows of the list; runs only for clients that select it. */
  readonly totalCount: () => Promise<number>;
}

/** What a list shows, and which page of it. */
export interface ListOptions<Row extends object> {
  readonly table: EntitySchema<Row>;
  /** Conditions on indexed columns; absent ones are skipped. Values that change by themselves (now) void cursors. */
  readonly where?: readonly MaybeCondition[];
  readonly orderBy: OrderBy<Row>;
  /** Argument `first` of the field. */
  readonly first?: number | null | undefined;
  /** Argument `after` of the field. */
  readonly after?: string | null | undefined;
}

/**
 * Reads one page of a list by keyset: whatever the page, it costs one index range scan.
 *
 * @throws CodedError PAGE_SIZE_INVALID unless `first` is between 1 and 100, CURSOR_INVALID for a cursor that is
 *   malformed or of another tenant, list, filter or ordering
 */
export async function connection<Row extends object>(
  session: TenantSession,
  { table, where = [], orderBy, first, after }: ListOptions<Row>,
): Promise<Connection<Row>> {
  const size = pageSize(first);
  const conditions = where.filter((condition) => condition !== undefined);
  const list = fingerprint([session.tenantId, tableName(table), orderBy.column, orderBy.direction, conditions]);
  const order = keyset(orderBy);

  const page = new Statement().where(conditions);
  if (after) page.where([order.behind(decodeCursor(list, after))]);
  const sql = `SELECT ${selectList(table)}, ${order.value} FROM ${tableName(table)}${page.clause} ORDER BY ${order.by} LIMIT ${size + 1}`;
  const rows = await session.query<PagedRow<Row>>(sql, page.values).catch((error) => {
    throw after ? asCursorFault(error) : error;
  });
  return {
    ...pageOf(rows, { list, size, after: Boolean(after) }),
    totalCount: () => countRows(session, table, conditions),
  };
}

async function countRows<Row extends object>(
  session: TenantSession,
  table: EntitySchema<Row>,
  conditions: readonly Condition[],
): Promise<number> {
  const counted = new Statement().where(conditions);
  const sql = `SELECT count(*)::int AS total FROM ${tableName(table)}${counted.clause}`;
  const [row] = await session.query<{ total: number }>(sql, counted.values);
  return row!.total;
}
