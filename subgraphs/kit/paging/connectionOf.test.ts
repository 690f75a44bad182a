import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { uuidv7 } from '#platform/ids/uuidv7.ts';
import { byId } from '../loaders/byId.ts';
import { createRequestLoaders } from '../loaders/createRequestLoaders.ts';
import { groupedBy } from '../loaders/groupedBy.ts';
import { defineTable } from '../tenancy/defineTable.ts';
import type { TenantSession } from '../tenancy/tenantSession.ts';
import { startTestStore, type TestStore, tenantA, tenantB } from '../testkit/startTestStore.ts';
import { equals } from './conditions.ts';
import { connectionOf } from './connectionOf.ts';

interface Child {
  id: string;
  parentId: string;
  place: number;
}

const children = defineTable<Child>('children', { id: 'uuid', parentId: 'uuid', place: 'integer' });
const up = `CREATE TABLE children (id uuid PRIMARY KEY, parent_id uuid NOT NULL, place integer NOT NULL);
  CREATE INDEX ON children (parent_id, place, id)`;
const orderBy = { column: 'place', direction: 'ASC' } as const;
const childrenOf = connectionOf(children, 'parentId', orderBy);
const child = byId(children);
const family = groupedBy(children, 'parentId', { orderBy, limit: 4 });

describe('loaders over one request', () => {
  let testStore: TestStore;
  const parents = [uuidv7(), uuidv7(), uuidv7()];

  beforeAll(async () => {
    testStore = await startTestStore({ name: 'family', entities: [children], migrations: [{ name: '001-all', up }] });
    await testStore.store.transact(tenantA, async (transaction) => {
      for (const [index, parent] of parents.slice(0, 2).entries()) {
        for (let place = 0; place < 5 + index; place += 1) {
          await transaction.query('INSERT INTO children VALUES ($1, $2, $3)', [uuidv7(), parent, place]);
        }
      }
    });
  });

  afterAll(() => testStore.close());

  /** Works as a request does: one session, one set of loaders. */
  function request<R>(
    work: (loaders: ReturnType<typeof createRequestLoaders>, session: TenantSession) => Promise<R>,
    tenantId = tenantA,
  ): Promise<R> {
    return testStore.store.read(tenantId, (session) =>
      work(
        createRequestLoaders((batch) => batch(session)),
        session,
      ),
    );
  }

  test('first pages of all parents come by one statement, and so do their counts', async () => {
    await request(async (loaders, session) => {
      const lists = await Promise.all(parents.map((of) => loaders.load(childrenOf, { of, first: 2 })));
      expect(session.statements).toBe(1);
      expect(lists.map(({ edges }) => edges.map(({ node }) => node.place))).toEqual([[0, 1], [0, 1], []]);
      expect(lists.map(({ pageInfo }) => pageInfo.hasNextPage)).toEqual([true, true, false]);
      expect(await Promise.all(lists.map((list) => list.totalCount()))).toEqual([5, 6, 0]);
      expect(session.statements).toBe(2);
    });
  });

  test('a page behind a cursor goes on where the first ended, and a cursor fits its parent only', async () => {
    await request(async (loaders) => {
      const [first] = await Promise.all([loaders.load(childrenOf, { of: parents[0]!, first: 2 })]);
      const after = first.pageInfo.endCursor;
      const second = await loaders.load(childrenOf, { of: parents[0]!, first: 2, after });
      expect(second.edges.map(({ node }) => node.place)).toEqual([2, 3]);
      const foreign = loaders.load(childrenOf, { of: parents[1]!, first: 2, after });
      await expect(foreign).rejects.toMatchObject({ code: 'CURSOR_INVALID' });
    });
  });

  test('a filter holds for every parent', async () => {
    await request(async (loaders) => {
      const page = { of: parents[0]!, where: [equals('place', 3)] };
      const { edges, totalCount } = await loaders.load(childrenOf, page);
      expect(edges.map(({ node }) => node.place)).toEqual([3]);
      expect(await totalCount()).toBe(1);
    });
  });

  test('a page size that is not allowed fails alone', async () => {
    await request(async (loaders) => {
      const [tooLarge, sound] = await Promise.allSettled([
        loaders.load(childrenOf, { of: parents[0]!, first: 101 }),
        loaders.load(childrenOf, { of: parents[0]!, first: 1 }),
      ]);
      expect(tooLarge).toMatchObject({ status: 'rejected', reason: { code: 'PAGE_SIZE_INVALID' } });
      expect(sound.status).toBe('fulfilled');
    });
  });

  test('rows by id: one statement, null for what is not there, is malformed or belongs to another tenant', async () => {
    const ids = await request(async (loaders) => (await loaders.load(family, parents[0]!)).map(({ id }) => id));
    await request(async (loaders, session) => {
      const keys = [ids[1]!, uuidv7(), 'nonsense', ids[0]!.toUpperCase(), ids[1]!];
      const rows = await Promise.all(keys.map((key) => loaders.load(child, key)));
      expect(rows.map((row) => row?.place ?? null)).toEqual([1, null, null, 0, 1]);
      expect(session.statements).toBe(1);
    });
    await request(async (loaders) => expect(await loaders.load(child, ids[0]!)).toBeNull(), tenantB);
  });

  test('groups: one statement, each in order and no longer than its limit', async () => {
    await request(async (loaders, session) => {
      const groups = await Promise.all([...parents, 'nonsense'].map((parent) => loaders.load(family, parent)));
      expect(groups.map((group) => group.map(({ place }) => place))).toEqual([[0, 1, 2, 3], [0, 1, 2, 3], [], []]);
      expect(session.statements).toBe(1);
    });
  });
});
