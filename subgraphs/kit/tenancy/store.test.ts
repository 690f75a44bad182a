import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Note, noteEntity, notesDefinition } from '../testkit/notesDefinition.ts';
import { startTestStore, type TestStore, tenantA, tenantB } from '../testkit/startTestStore.ts';

const STRANGER = '01890000-0000-7000-8000-0000000000ff';

describe('store', () => {
  let fixture: TestStore;
  beforeAll(async () => {
    fixture = await startTestStore(notesDefinition);
  });
  afterAll(() => fixture.close());

  const texts = (tenantId: string) =>
    fixture.store.read(tenantId, (session) => session.query<{ text: string }>('SELECT text FROM notes ORDER BY text'));

  test('a new tenant finds its seed, once, however often it is provisioned', async () => {
    await Promise.all([fixture.store.provision(tenantA), fixture.store.provision(tenantA)]);
    expect(await texts(tenantA)).toEqual([{ text: `welcome ${tenantA}` }]);
    expect(await fixture.store.tenants()).toEqual([tenantA, tenantB]);
  });

  test('a transaction commits whole and other tenants do not see it', async () => {
    let called = 0;
    const id = await fixture.store.transact(tenantA, async (transaction) => {
      transaction.afterCommit(() => called++);
      const rows = await transaction.query<{ id: string }>("INSERT INTO notes (text) VALUES ('mine') RETURNING id");
      return rows[0]!.id;
    });
    const find = (tenantId: string) =>
      fixture.store.read(tenantId, (session) => session.query('SELECT text FROM notes WHERE id = $1', [id]));
    expect(await find(tenantA)).toEqual([{ text: 'mine' }]);
    expect(await find(tenantB)).toEqual([]);
    expect(called).toBe(1);
  });

  test('a failure rolls everything back and work after the commit is not called', async () => {
    const before = await texts(tenantA);
    let called = 0;
    const failing = fixture.store.transact(tenantA, async (transaction) => {
      transaction.afterCommit(() => called++);
      await transaction.query("INSERT INTO notes (text) VALUES ('lost')");
      throw new Error('changed my mind');
    });
    await expect(failing).rejects.toThrow('changed my mind');
    expect(await texts(tenantA)).toEqual(before);
    expect(called).toBe(0);
  });

  test('a swallowed failure of a statement does not pass for a commit', async () => {
    const swallowing = fixture.store.transact(tenantA, async (transaction) => {
      await transaction.query("INSERT INTO notes (text) VALUES ('lost')");
      await transaction.query('SELECT 1 / 0').catch(() => undefined);
    });
    await expect(swallowing).rejects.toMatchObject({ code: 'TRANSACTION_ABORTED' });
  });

  test('a savepoint saves the rest', async () => {
    await fixture.store.transact(tenantB, async (transaction) => {
      await transaction.query("INSERT INTO notes (text) VALUES ('kept')");
      await transaction.query('SAVEPOINT attempt');
      await transaction.query('SELECT 1 / 0').catch(() => undefined);
      await transaction.query('ROLLBACK TO SAVEPOINT attempt');
    });
    expect(await texts(tenantB)).toContainEqual({ text: 'kept' });
  });

  test('a read session takes no change', async () => {
    const writing = fixture.store.read(tenantA, (session) => session.query("INSERT INTO notes (text) VALUES ('x')"));
    await expect(writing).rejects.toMatchObject({ code: '25006' });
  });

  test('a session that has ended takes no statement', async () => {
    const escaped = await fixture.store.read(tenantA, async (session) => session);
    await expect(escaped.query('SELECT 1')).rejects.toMatchObject({ code: 'SESSION_CLOSED' });
    const transaction = await fixture.store.transact(tenantA, async (open) => open);
    expect(() => transaction.afterCommit(() => undefined)).toThrow(expect.objectContaining({ code: 'SESSION_CLOSED' }));
  });

  test('a tenant that is not provisioned or not named by a UUID gets a code', async () => {
    const read = (tenantId: string) => fixture.store.read(tenantId, (session) => session.query('SELECT 1'));
    await expect(read(STRANGER)).rejects.toMatchObject({ code: 'TENANT_NOT_PROVISIONED' });
    await expect(read('acme; DROP SCHEMA shared')).rejects.toMatchObject({ code: 'TENANT_ID_INVALID' });
    await expect(read(tenantA)).resolves.toHaveLength(1);
  });

  test('values come as RFC 3339 with all digits and exact decimals', async () => {
    const rows = await fixture.store.read(tenantA, (session) =>
      session.query(
        "SELECT '2026-01-31 09:30:00.123456+00'::timestamptz AS at, '2026-01-31 10:00+01'::timestamptz AS full, 1.10::numeric(19,4) AS amount, '2026-01-31'::date AS day",
      ),
    );
    expect(rows).toEqual([
      { at: '2026-01-31T09:30:00.123456Z', full: '2026-01-31T09:00:00.000Z', amount: '1.10', day: '2026-01-31' },
    ]);
  });

  test('TypeORM works in the session, with its own transactions as savepoints', async () => {
    const saved = await fixture.store.transact(tenantA, async ({ manager }) => {
      await manager.transaction(async (nested) => {
        await nested.getRepository<Note>(noteEntity).save({ text: 'by TypeORM' });
      });
      return manager.getRepository<Note>(noteEntity).findOneByOrFail({ text: 'by TypeORM' });
    });
    expect(saved.createdAt).toBeInstanceOf(Date);
    expect(await texts(tenantA)).toContainEqual({ text: 'by TypeORM' });
    expect(await texts(tenantB)).not.toContainEqual({ text: 'by TypeORM' });
  });

  test('the same consumer and event have one effect, also at the same time', async () => {
    const once = { consumer: 'test', eventId: '01890000-0000-7000-8000-000000000001' };
    const run = () =>
      fixture.store.transactOnce(tenantB, once, async (transaction) => {
        await transaction.query("INSERT INTO notes (text) VALUES ('effect')");
      });
    const outcomes = await Promise.all([run(), run(), run()]);
    expect(outcomes.filter(Boolean)).toHaveLength(1);
    expect((await texts(tenantB)).filter(({ text }) => text === 'effect')).toHaveLength(1);
  });
});
