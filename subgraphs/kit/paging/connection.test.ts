import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { uuidv7 } from '#platform/ids/uuidv7.ts';
import { defineTable } from '../tenancy/defineTable.ts';
import { startTestStore, type TestStore, tenantA, tenantB } from '../testkit/startTestStore.ts';
import { equals } from './conditions.ts';
import { type Connection, connection, type ListOptions } from './connection.ts';

interface Item {
  id: string;
  kind: string;
  rank: string;
  createdAt: string;
}

const items = defineTable<Item>('items', { id: 'uuid', kind: 'text', rank: 'numeric', createdAt: 'timestamptz' });
const up = `CREATE TABLE items (id uuid PRIMARY KEY, kind text NOT NULL, rank numeric NOT NULL, created_at timestamptz NOT NULL);
  CREATE INDEX ON items (created_at, id); CREATE INDEX ON items (rank, id)`;

describe('connection', () => {
  let testStore: TestStore;

  beforeAll(async () => {
    testStore = await startTestStore({ name: 'pages', entities: [items], migrations: [{ name: '001-items', up }] });
    for (const tenantId of [tenantA, tenantB]) {
      await testStore.store.transact(tenantId, async (transaction) => {
        for (let index = 0; index < 25; index += 1) {
          // Microseconds that a JavaScript date would lose, and equal ranks that only the id tells apart.
          const createdAt = `2026-01-31 09:30:00.00000${index % 10}+00`;
          const values = [uuidv7(), index % 2 ? 'odd' : 'even', String(index % 3), createdAt];
          await transaction.query('INSERT INTO items VALUES ($1, $2, $3, $4)', values);
        }
      });
    }
  });

  afterAll(() => testStore.close());

  const page = (options: Partial<ListOptions<Item>>, tenantId = tenantA): Promise<Connection<Item>> =>
    testStore.store.read(tenantId, (session) =>
      connection(session, { table: items, orderBy: { column: 'createdAt', direction: 'ASC' }, ...options }),
    );

  const walk = async (options: Partial<ListOptions<Item>>): Promise<Item[]> => {
    const seen: Item[] = [];
    for (let after: string | null = null; ; ) {
      const { edges, pageInfo } = await page({ ...options, after });
      seen.push(...edges.map(({ node }) => node));
      if (!pageInfo.hasNextPage) return seen;
      after = pageInfo.endCursor;
    }
  };

  test.each([
    ['createdAt', 'ASC'],
    ['createdAt', 'DESC'],
    ['rank', 'ASC'],
    ['rank', 'DESC'],
    ['id', 'DESC'],
  ] as const)('shows every row once, in order, by pages of %s %s', async (column, direction) => {
    const all = await walk({ first: 100, orderBy: { column, direction } });
    const paged = await walk({ first: 4, orderBy: { column, direction } });
    expect(all).toHaveLength(25);
    expect(paged).toEqual(all);
    expect(new Set(paged.map(({ id }) => id)).size).toBe(25);
  });

  test('rows have the names of the SDL and exact values', async () => {
    const { edges } = await page({ first: 1 });
    expect(edges[0]!.node).toMatchObject({
      kind: 'even',
      rank: '0.00',
      createdAt: expect.stringMatching(/^2026-01-31T/),
    });
  });

  test('filters, and counts only when asked', async () => {
    const list = await testStore.store.read(tenantA, async (session) => {
      const found = await connection(session, {
        table: items,
        where: [equals('kind', 'odd'), equals('rank', undefined)],
        orderBy: { column: 'createdAt', direction: 'ASC' },
        first: 3,
      });
      expect(session.statements).toBe(1);
      expect(await found.totalCount()).toBe(12);
      return found;
    });
    expect(list.edges.map(({ node }) => node.kind)).toEqual(['odd', 'odd', 'odd']);
    expect(list.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
  });

  test('an empty list has no cursors', async () => {
    const { edges, pageInfo } = await page({ where: [equals('kind', 'none')] });
    expect(edges).toEqual([]);
    expect(pageInfo).toEqual({ hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null });
  });

  test.each([0, -1, 101, 1.5])('refuses %d as page size', async (first) => {
    await expect(page({ first })).rejects.toMatchObject({ code: 'PAGE_SIZE_INVALID' });
  });

  test('refuses the cursor of another tenant, ordering and filter', async () => {
    const { endCursor: after } = (await page({ first: 3 })).pageInfo;
    await expect(page({ after }, tenantB)).rejects.toMatchObject({ code: 'CURSOR_INVALID' });
    const reordered = { after, orderBy: { column: 'rank', direction: 'ASC' } } as const;
    await expect(page(reordered)).rejects.toMatchObject({ code: 'CURSOR_INVALID' });
    await expect(page({ after, where: [equals('kind', 'odd')] })).rejects.toMatchObject({ code: 'CURSOR_INVALID' });
  });

  test('refuses a cursor put together by hand whose value does not fit the column', async () => {
    const { endCursor } = (await page({ first: 3 })).pageInfo;
    const [list, , id] = JSON.parse(Buffer.from(endCursor!, 'base64url').toString());
    const after = Buffer.from(JSON.stringify([list, "now' OR true", id])).toString('base64url');
    await expect(page({ after })).rejects.toMatchObject({ code: 'CURSOR_INVALID' });
  });
});
