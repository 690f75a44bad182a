import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { conflict } from '../failures/conflict.ts';
import { notesDefinition } from '../testkit/notesDefinition.ts';
import { startTestStore, type TestStore, tenantA } from '../testkit/startTestStore.ts';
import { createRequestSessions, type RequestSessions } from './requestSessions.ts';

const insert = 'INSERT INTO notes (text) VALUES ($1)';
const texts = 'SELECT text FROM notes WHERE text = $1';

describe('the sessions of a request', () => {
  let testStore: TestStore;

  beforeAll(async () => {
    // One connection: whoever held two at once would wait for itself.
    testStore = await startTestStore(notesDefinition, { poolSize: 1 });
  });

  afterAll(() => testStore.close());

  async function request<R>(work: (sessions: RequestSessions, ended: string[]) => Promise<R>): Promise<R> {
    const ended: string[] = [];
    const sessions = createRequestSessions({
      store: testStore.store,
      tenantId: tenantA,
      traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
      actor: 'ada',
      onPublished: () => undefined,
      onTransactionEnd: () => ended.push('ended'),
    });
    try {
      return await work(sessions, ended);
    } finally {
      await sessions.close();
    }
  }

  test('all reads share one session', async () => {
    await request(async ({ read, statements }) => {
      const [first, second] = await Promise.all([read(async (session) => session), read(async (session) => session)]);
      expect(second).toBe(first);
      await read((session) => session.query('SELECT 1'));
      expect(statements()).toBe(1);
    });
  });

  test('reads before, inside and after a transaction need one connection and see its changes', async () => {
    await request(async ({ read, transact, statements }, ended) => {
      const find = () => read((session) => session.query(texts, ['seen']));
      expect(await find()).toEqual([]);
      const inside = await transact(async (transaction) => {
        await transaction.query(insert, ['seen']);
        expect(transaction).toMatchObject({ actor: 'ada', traceId: '4bf92f3577b34da6a3ce929d0e0e4736' });
        return find();
      });
      expect(inside).toEqual([{ text: 'seen' }]);
      expect(await find()).toEqual([{ text: 'seen' }]);
      expect(statements()).toBe(4);
      expect(ended).toEqual(['ended']);
    });
  });

  test('reads are READ ONLY', async () => {
    await request(async ({ read }) => {
      await expect(read((session) => session.query(insert, ['written by a read']))).rejects.toMatchObject({
        code: '25006',
      });
    });
  });

  test('an expected failure comes out of the transaction and leaves nothing behind', async () => {
    await request(async ({ read, transact }, ended) => {
      const failure = await transact(async (transaction) => {
        await transaction.query(insert, ['half']);
        return conflict('CONFLICT');
      });
      expect(failure.__typename).toBe('Conflict');
      expect(ended).toEqual(['ended']);
      expect(await read((session) => session.query(texts, ['half']))).toEqual([]);
    });
  });

  test('a second transaction at the same time is refused, and the first is not harmed', async () => {
    await request(async ({ read, transact }) => {
      const first = transact((transaction) => transaction.query(insert, ['first']));
      await expect(transact((transaction) => transaction.query(insert, ['second']))).rejects.toThrow(/one transaction/);
      await first;
      expect(await read((session) => session.query(texts, ['first']))).toHaveLength(1);
      expect(await read((session) => session.query(texts, ['second']))).toEqual([]);
    });
  });

  test('nothing is opened once the request has its answer, so that no connection is lost', async () => {
    let late: RequestSessions | undefined;
    await request(async (sessions) => {
      late = sessions;
    });
    await expect(late!.read((session) => session.query('SELECT 1'))).rejects.toMatchObject({ code: 'SESSION_CLOSED' });
    await expect(late!.transact((session) => session.query('SELECT 1'))).rejects.toMatchObject({
      code: 'SESSION_CLOSED',
    });
    expect(await request(({ read }) => read((session) => session.query(texts, ['none'])))).toEqual([]);
  });
});
