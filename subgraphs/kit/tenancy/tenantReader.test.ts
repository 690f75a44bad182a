import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { nullLogger } from '#platform/logs/nullLogger.ts';
import { notesDefinition } from '../testkit/notesDefinition.ts';
import { startTestStore, type TestStore, tenantA, tenantB } from '../testkit/startTestStore.ts';
import { storePool } from './storePool.ts';
import { rolePrefixOf, tenantNames } from './tenantNames.ts';
import { TenantReader } from './tenantReader.ts';

const CLEAN = { plain: true, role: 'none', path: '"$user", public', read_only: 'off' };
const who = `SELECT current_user::text AS name, current_setting('transaction_read_only') AS read_only, now()::text AS at`;

describe('a READ ONLY session', () => {
  let fixture: TestStore;
  let pool: pg.Pool;
  beforeAll(async () => {
    fixture = await startTestStore(notesDefinition);
  });
  afterAll(() => fixture.close());
  beforeEach(() => {
    const url = fixture.runtime.databaseUrl;
    pool = storePool({ url, size: 1, logger: nullLogger, name: 'test', answerWithinMs: 10_000 });
  });
  afterEach(() => pool.end());

  const open = (tenantId: string) =>
    new TenantReader(pool, tenantNames(rolePrefixOf(fixture.runtime.databaseUrl), tenantId));

  /** What the pool's one connection carries while no session has it. */
  async function state() {
    const { rows } = await pool.query(`
      SELECT pg_backend_pid() AS pid, current_user = session_user AS plain, current_setting('role') AS role,
        current_setting('search_path') AS path, current_setting('transaction_read_only') AS read_only`);
    return rows[0];
  }

  test('has what is asked together in one transaction, and what is asked later in another, always as the tenant', async () => {
    const session = open(tenantA);
    const together = (await Promise.all([session.query(who), session.query(who)])).map(({ rows }) => rows[0]);
    const later = (await session.query(who)).rows[0];
    expect(new Set(together.map(({ at }) => at)).size).toBe(1);
    expect(later.at).not.toBe(together[0].at);
    for (const { name, read_only } of [...together, later]) {
      expect([name.slice(-32), read_only]).toEqual([tenantA.replaceAll('-', ''), 'on']);
    }
    expect(session.statements).toBe(3);
  });

  test('never has a statement behind its end, whenever it is asked: each one runs as the tenant', async () => {
    const session = open(tenantA);
    const asked: Promise<pg.QueryResult>[] = [];
    const ask = () => asked.push(session.query(who));
    for (let round = 0; round < 50; round++) {
      ask();
      process.nextTick(ask);
      setImmediate(ask);
      pool.once('acquire', () => {
        ask();
        process.nextTick(() => process.nextTick(ask));
        queueMicrotask(ask);
        queueMicrotask(() => process.nextTick(ask));
        Promise.resolve().then(ask);
      });
      await asked.at(-1);
      await new Promise((resolve) => setImmediate(resolve));
    }
    const names = new Set((await Promise.all(asked)).map(({ rows }) => rows[0].name.slice(-32)));
    expect(asked.length).toBeGreaterThan(250);
    expect([...names]).toEqual([tenantA.replaceAll('-', '')]);
  });

  test('holds no connection while nothing is asked of it', async () => {
    const [one, other] = [open(tenantA), open(tenantB)];
    for (let round = 0; round < 3; round++) {
      expect((await one.query('SELECT text FROM notes')).rows).toEqual([{ text: `welcome ${tenantA}` }]);
      expect((await other.query('SELECT text FROM notes')).rows).toEqual([{ text: `welcome ${tenantB}` }]);
    }
  });

  test.each([
    ['an answer', (session: TenantReader) => session.query('SELECT 1')],
    ['a failed statement', (session: TenantReader) => session.query('SELECT 1 / 0')],
    ['a refused statement', (session: TenantReader) => session.query('RESET ROLE')],
    ['a change', (session: TenantReader) => session.query("INSERT INTO notes (text) VALUES ('x')")],
    ['a savepoint', (session: TenantReader) => session.query('SAVEPOINT a')],
    ['several statements in one text', (session: TenantReader) => session.query('SELECT 1; RESET ROLE')],
    [
      'failures beside others',
      (session: TenantReader) => Promise.all(['SELECT 1', 'SELECT 1 / 0', who].map((sql) => session.query(sql))),
    ],
  ])('leaves the connection clean after %s', async (_what, work) => {
    const before = await state();
    const session = open(tenantA);
    await work(session).catch(() => undefined);
    session.close();
    expect(await state()).toEqual({ ...CLEAN, pid: before.pid });
  });

  test('goes on after a failed statement, which concerns only what was asked together with it', async () => {
    const session = open(tenantA);
    await expect(session.query('SELECT 1 / 0')).rejects.toMatchObject({ code: '22012' });
    expect((await session.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  });

  test('refuses what would change something, begin something, or come after its end', async () => {
    const session = open(tenantA);
    await expect(session.query("INSERT INTO notes (text) VALUES ('x')")).rejects.toMatchObject({ code: '25006' });
    await expect(session.query('SAVEPOINT a')).rejects.toMatchObject({ code: 'STATEMENT_REFUSED' });
    const inFlight = session.query(who);
    const last = await inFlight;
    session.close();
    expect(last.rows).toHaveLength(1);
    await expect(session.query(who)).rejects.toMatchObject({ code: 'SESSION_CLOSED' });
  });

  test('of an unknown tenant runs nothing, and the connection serves the next', async () => {
    const stranger = open('01890000-0000-7000-8000-0000000000ff');
    const codes = await Promise.allSettled([stranger.query(who), stranger.query(who)]);
    for (const outcome of codes) expect(outcome).toMatchObject({ reason: { code: 'TENANT_NOT_PROVISIONED' } });
    expect((await open(tenantB).query('SELECT text FROM notes')).rows).toEqual([{ text: `welcome ${tenantB}` }]);
    expect(await state()).toMatchObject(CLEAN);
  });

  test('of a connection that breaks gives a code; the next statement has another connection', async () => {
    const session = open(tenantB);
    const { pid } = await state();
    const admin = new pg.Client({ connectionString: fixture.superuserUrl });
    await admin.connect();
    const broken = session.query('SELECT pg_sleep(4)');
    await Promise.all([
      expect(broken).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' }),
      admin.query('SELECT pg_terminate_backend($1)', [pid]),
    ]);
    await admin.end();
    expect((await session.query(who)).rows).toHaveLength(1);
    expect((await state()).pid).not.toBe(pid);
  });

  test('on a server that cannot be reached gives a code, each time', async () => {
    const url = 'postgres://notes_app@127.0.0.1:1/notes';
    const nowhere = storePool({ url, size: 1, logger: nullLogger, name: 'test', answerWithinMs: 1_000 });
    const session = new TenantReader(nowhere, tenantNames('notes', tenantA));
    for (const _ of [1, 2]) await expect(session.query(who)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    await nowhere.end();
  });

  test('two tenants on one connection, at the same time and in turn, never see each other', async () => {
    const seen = await Promise.all(
      Array.from({ length: 400 }, async (_, n) => {
        const tenant = n % 2 ? tenantA : tenantB;
        const session = open(tenant);
        if (n % 7 === 0) await session.query('SELECT 1 / 0').catch(() => undefined);
        const { rows } = await session.query('SELECT text FROM notes');
        return rows[0].text === `welcome ${tenant}` && rows.length === 1;
      }),
    );
    expect(seen.every(Boolean)).toBe(true);
  });
});
