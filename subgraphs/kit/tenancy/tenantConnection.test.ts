import type { Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import pg from 'pg';
import { nullLogger } from '#platform/logs/nullLogger.ts';
import { notesDefinition } from '../testkit/notesDefinition.ts';
import { startTestStore, type TestStore, tenantA, tenantB } from '../testkit/startTestStore.ts';
import { storePool } from './storePool.ts';
import { TenantConnection } from './tenantConnection.ts';
import { rolePrefixOf, tenantNames } from './tenantNames.ts';

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

function open(tenantId: string): TenantConnection {
  return new TenantConnection(pool, tenantNames(rolePrefixOf(fixture.runtime.databaseUrl), tenantId));
}

/** What the pool's one connection carries while no session has it. */
async function state() {
  const { rows } = await pool.query(`
    SELECT pg_backend_pid() AS pid, current_user = session_user AS plain, current_setting('role') AS role,
      current_setting('search_path') AS path, current_setting('transaction_read_only') AS read_only`);
  return rows[0];
}

const CLEAN = { plain: true, role: 'none', path: '"$user", public', read_only: 'off' };

test.each([
  ['commit', (session: TenantConnection) => session.query('SELECT 1').then(() => session.commit())],
  ['rollback', (session: TenantConnection) => session.query('SELECT 1').then(() => session.rollback())],
  ['a failed statement', (session: TenantConnection) => session.query('SELECT 1 / 0').catch(() => session.rollback())],
  [
    'a commit that became a rollback',
    (session: TenantConnection) => session.query('SELECT 1 / 0').catch(() => session.commit().catch(() => undefined)),
  ],
  ['a refused statement', (session: TenantConnection) => session.query('RESET ROLE').catch(() => session.rollback())],
  ['no statement at all', (session: TenantConnection) => session.commit()],
])('the connection carries neither role nor state after %s', async (_, work) => {
  const before = await state();
  await work(open(tenantA));
  expect(await state()).toEqual({ ...CLEAN, pid: before.pid });
});

test('a session for an unknown tenant leaves the connection clean and runs nothing', async () => {
  const session = open('01890000-0000-7000-8000-0000000000ff');
  await expect(session.query('SELECT current_user')).rejects.toMatchObject({ code: 'TENANT_NOT_PROVISIONED' });
  await session.rollback();
  expect(await state()).toMatchObject(CLEAN);
});

test('statements in flight at the end of a session stay in it, later ones are refused', async () => {
  const session = open(tenantA);
  const stray = session.query('SELECT current_user::text AS name, pg_sleep(0.05)');
  await session.query('SELECT 1');
  const late = session.rollback().then(() => session.query('SELECT current_user'));
  await expect(late).rejects.toMatchObject({ code: 'SESSION_CLOSED' });
  expect((await stray).rows[0].name).toMatch(/_t_[0-9a-f]{32}$/);
  expect(await state()).toMatchObject(CLEAN);
});

test('a connection that breaks gives a code and is replaced', async () => {
  const { pid } = await state();
  const session = open(tenantB);
  await session.query('SELECT 1');
  const admin = new pg.Client({ connectionString: fixture.superuserUrl });
  await admin.connect();
  const broken = session.query('SELECT pg_sleep(4)');
  await Promise.all([
    expect(broken).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' }),
    admin.query('SELECT pg_terminate_backend($1)', [pid]),
  ]);
  await admin.end();
  await session.rollback();
  const after = await state();
  expect(after).toMatchObject(CLEAN);
  expect(after.pid).not.toBe(pid);
});

test('a connection that breaks before the commit is answered leaves its outcome open', async () => {
  const { pid } = await state();
  const taken = new Promise<pg.PoolClient>((resolve) => pool.once('acquire', resolve));
  const session = open(tenantB);
  await session.query('SELECT 1');
  const { connection } = (await taken) as unknown as { connection: { stream: Socket } };
  const commit = session.commit({ sql: 'SELECT pg_sleep(1)', params: [] });
  setImmediate(() => connection.stream.destroy());
  await expect(commit).rejects.toMatchObject({ code: 'COMMIT_UNKNOWN' });
  expect((await state()).pid).not.toBe(pid);
});

test('a server that cannot be reached gives a code', async () => {
  const nowhere = storePool({
    url: 'postgres://notes_app@127.0.0.1:1/notes',
    size: 1,
    logger: nullLogger,
    name: 'test',
    answerWithinMs: 1_000,
  });
  const session = new TenantConnection(nowhere, tenantNames('notes', tenantA));
  await expect(session.query('SELECT 1')).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
  await session.rollback();
  await nowhere.end();
});

test('two tenants on one connection, many times in turn, never see each other', async () => {
  for (let round = 0; round < 200; round++) {
    const tenant = round % 2 ? tenantA : tenantB;
    const session = open(tenant);
    const { rows } = await session.query('SELECT text FROM notes');
    expect(rows).toEqual([{ text: `welcome ${tenant}` }]);
    if (round % 3 === 0) await session.query('SELECT 1 / 0').catch(() => undefined);
    await (round % 5 ? session.rollback() : session.commit().catch(() => undefined));
  }
});
