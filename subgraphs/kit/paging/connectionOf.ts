import type { EntitySchema } from 'typeorm';
import { defineLoader, type Loader } from '../loaders/defineLoader.ts';
import { identifier } from '../tables/identifier.ts';
import { selectList } from '../tables/selectList.ts';
import { tableName } from '../tables/tableName.ts';
import type { TenantSession } from '../tenancy/tenantSession.ts';
import { isUuid } from '../validation/isUuid.ts';
import { type Condition, hasId, type MaybeCondition } from './conditions.ts';
import { type Connection, connection } from './connection.ts';
import { fingerprint } from './cursor.ts';
import { keyset } from './keyset.ts';
import type { OrderBy } from './orderBy.ts';
import { type PagedRow, pageOf } from './pageOf.ts';
import { pageSize } from './pageSize.ts';
import { Statement } from './statement.ts';

/** Which page of which parent's list. */
export interface ChildPage {
  /** Identifier of the parent, e.g. of the customer whose deals are listed. */
  readonly of: string;
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
  readonly where?: readonly MaybeCondition[];
}

/**
 * Makes a loader of child lists, e.g. the deals of a customer: the first pages of all parents that a request shows
 * come by one statement, and so do their total counts. Pages behind a cursor are read one by one, as clients ask for
 * them one by one.
 *
 * @param parent the uuid column that names the parent; indexed together with the ordering
 * @throws (by loading) CodedError PAGE_SIZE_INVALID, CURSOR_INVALID
 */
export function connectionOf<Row extends object>(
  table: EntitySchema<Row>,
  parent: keyof Row & string,
  orderBy: OrderBy<Row>,
): Loader<ChildPage, Connection<Row>> {
  async function batch(pages: readonly ChildPage[], session: TenantSession): Promise<(Connection<Row> | Error)[]> {
    const alike = Map.groupBy(pages, (page) => (page.after ? keyOf(page) : JSON.stringify([page.first, page.where])));
    const loaded = new Map<ChildPage, Connection<Row> | Error>();
    const loadGroup = async (group: readonly ChildPage[]): Promise<void> => {
      const lists = await pagesOf(group, session).catch((error: Error) => group.map(() => error));
      for (const [index, page] of group.entries()) loaded.set(page, lists[index]!);
    };
    await Promise.all([...alike.values()].map(loadGroup));
    return pages.map((page) => loaded.get(page)!);
  }

  async function pagesOf(group: readonly ChildPage[], session: TenantSession): Promise<Connection<Row>[]> {
    return group[0]!.after ? [await behindCursor(group[0]!, session)] : firstPages(group, session);
  }

  function behindCursor({ of, where = [], first, after }: ChildPage, session: TenantSession): Promise<Connection<Row>> {
    return connection(session, { table, where: [hasId(parent, of), ...where], orderBy, first, after });
  }

  async function firstPages(pages: readonly ChildPage[], session: TenantSession): Promise<Connection<Row>[]> {
    const size = pageSize(pages[0]!.first);
    const where = (pages[0]!.where ?? []).filter((condition) => condition !== undefined);
    const parents = pages.map(({ of }) => of).filter(isUuid);
    const rows = parents.length === 0 ? [] : await readFirstPages(session, parents, where, size);
    const byParent = Map.groupBy(rows, (row) => row[parent] as string);
    let totals: Promise<Map<string, number>> | undefined;
    return pages.map(({ of }) => {
      const own = byParent.get(of.toLowerCase()) ?? [];
      const conditions = [hasId(parent, of), ...where];
      const list = fingerprint([session.tenantId, tableName(table), orderBy.column, orderBy.direction, conditions]);
      const totalCount = async (): Promise<number> => {
        totals ??= countByParent(session, parents, where);
        return (await totals).get(of.toLowerCase()) ?? 0;
      };
      return { ...pageOf(own, { list, size, after: false }), totalCount };
    });
  }

  function readFirstPages(
    session: TenantSession,
    parents: readonly string[],
    where: readonly Condition[],
    size: number,
  ): Promise<PagedRow<Row>[]> {
    const order = keyset(orderBy);
    const own = new Statement([parents]).where([{ sql: `${identifier(parent)} = parent.key`, values: [] }, ...where]);
    return session.query(
      `SELECT page.* FROM unnest($1::uuid[]) AS parent(key) CROSS JOIN LATERAL (
        SELECT ${selectList(table)}, ${order.value} FROM ${tableName(table)}${own.clause}
        ORDER BY ${order.by} LIMIT ${size + 1}
      ) page`,
      own.values,
    );
  }

  async function countByParent(
    session: TenantSession,
    parents: readonly string[],
    where: readonly Condition[],
  ): Promise<Map<string, number>> {
    const own = new Statement([parents]).where([
      { sql: `${identifier(parent)} = ANY($1::uuid[])`, values: [] },
      ...where,
    ]);
    const rows = await session.query<{ key: string; total: number }>(
      `SELECT ${identifier(parent)} AS key, count(*)::int AS total FROM ${tableName(table)}${own.clause} GROUP BY 1`,
      own.values,
    );
    return new Map(rows.map(({ key, total }) => [key, total]));
  }

  return defineLoader(batch, keyOf);
}

function keyOf({ of, first, after, where }: ChildPage): string {
  return JSON.stringify([of, first, after, where]);
}
