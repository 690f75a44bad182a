import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { notesDefinition } from '../testkit/notesDefinition.ts';
import { startTestStore, type TestStore, tenantA, tenantB } from '../testkit/startTestStore.ts';
import { rolePrefixOf, tenantNames } from './tenantNames.ts';

const CANARY = 'canary-of-tenant-b';
const INSUFFICIENT_PRIVILEGE = '42501';

let fixture: TestStore;
let prefix: string;
beforeAll(async () => {
  fixture = await startTestStore(notesDefinition, { poolSize: 2 });
  prefix = rolePrefixOf(fixture.runtime.databaseUrl);
  await fixture.store.transact(tenantB, async (transaction) => {
    await transaction.query('INSERT INTO notes (text) VALUES ($1)', [CANARY]);
    await transaction.query('INSERT INTO shared.slugs (slug) VALUES ($1)', [CANARY]);
    await transaction.publish('lead.created', {
      lead_id: tenantB,
      tenant_id: tenantB,
      name: CANARY,
      email: 'b@example.com',
      source: 'web',
      assigned_to: null,
      created_at: '2026-01-31T09:30:00.000Z',
    });
  });
});
afterAll(() => fixture.close());

const [A, B] = [tenantNames('x', tenantA), tenantNames('x', tenantB)];
const roleOfB = () => tenantNames(prefix, tenantB).role;
const inA = (sql: string, params?: unknown[]) =>
  fixture.store.transact(tenantA, (transaction) => transaction.query(sql, params));

/** Runs SQL as tenant A without the session's guard, on the simple protocol: PostgreSQL alone has to refuse. */
async function unguarded(sql: string): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: fixture.runtime.databaseUrl });
  await client.connect();
  try {
    await client.query(
      `BEGIN; SET LOCAL ROLE ${tenantNames(prefix, tenantA).role}; SET LOCAL search_path TO ${A.schema}`,
    );
    return await client.query(sql);
  } finally {
    await client.end();
  }
}

describe('the session refuses every statement that could leave it', () => {
  test.each([
    'SET ROLE NONE',
    'set local role postgres',
    'RESET ROLE',
    'RESET ALL',
    '/* SELECT */ RESET ROLE',
    '-- SELECT\nRESET ROLE',
    '/* /* */ SELECT */ RESET ROLE',
    '; RESET ROLE',
    'SET SESSION AUTHORIZATION DEFAULT',
    'SET search_path TO public',
    "DO $$ BEGIN EXECUTE 'RESET ROLE'; END $$",
    'CALL anything()',
    'BEGIN',
    'COMMIT',
    'COMMIT; RESET ROLE',
    'END',
    'ROLLBACK',
    'ABORT',
    'ROLLBACK TO SAVEPOINT a; RESET ROLE',
    'SAVEPOINT a; COMMIT',
    'PREPARE p AS SELECT 1',
    'EXECUTE p',
    'DEALLOCATE ALL',
    'DISCARD ALL',
    'LISTEN outbox',
    "NOTIFY outbox, 'x'",
    "COPY notes TO PROGRAM 'id'",
    'DECLARE c CURSOR WITH HOLD FOR SELECT 1',
    'CREATE TEMP TABLE t (a int)',
    'CREATE FUNCTION f() RETURNS int LANGUAGE sql SECURITY DEFINER RETURN 1',
    'GRANT ALL ON notes TO PUBLIC',
    'ALTER ROLE CURRENT_USER SUPERUSER',
    'DROP TABLE notes',
    'TRUNCATE notes',
    'EXPLAIN SELECT 1',
    'LOCK TABLE notes',
    'VACUUM',
  ])('%s', async (sql) => {
    await expect(inA(sql)).rejects.toMatchObject({ code: 'STATEMENT_REFUSED' });
  });

  test('also through TypeORM, whatever it reaches', async () => {
    const viaManager = fixture.store.transact(tenantA, ({ manager }) => manager.query('RESET ROLE'));
    await expect(viaManager).rejects.toMatchObject({ code: 'STATEMENT_REFUSED' });
    const viaRunner = fixture.store.transact(tenantA, ({ manager }) =>
      manager.connection.createQueryRunner().query('SELECT current_user'),
    );
    await expect(viaRunner).rejects.toMatchObject({ code: 'STATEMENT_REFUSED' });
    const viaSource = fixture.store.transact(tenantA, ({ manager }) => manager.connection.query('SELECT 1'));
    await expect(viaSource).rejects.toMatchObject({ code: 'STATEMENT_REFUSED' });
  });

  test.each([
    ['SELECT 1; RESET ROLE', []],
    ['SELECT $1::int; COMMIT', [1]],
    ['SELECT 1; SET ROLE NONE; SELECT 2', []],
  ])('PostgreSQL takes one statement at a time: %s', async (sql, params) => {
    await expect(inA(sql, params)).rejects.toMatchObject({ code: '42601' });
  });
});

describe('PostgreSQL refuses, with and without the guard', () => {
  test.each([
    ['a row of another schema', `SELECT * FROM ${B.schema}.notes`],
    ['a write into another schema', `INSERT INTO ${B.schema}.notes (text) VALUES ('x')`],
    ['a join with another schema', `SELECT count(*) FROM notes, ${B.schema}.notes b`],
    ['a row of another schema in a CTE', `WITH b AS (SELECT * FROM ${B.schema}.notes) SELECT * FROM b`],
    ['a change of role by function', "SELECT set_config('role', 'none', false)"],
    ['a change of search path by function', `SELECT set_config('search_path', '${B.schema}', true)`],
    ['a change of the time limit', "SELECT set_config('statement_timeout', '0', true)"],
    ['an update of settings', "UPDATE pg_settings SET setting = 'none' WHERE name = 'role'"],
    ['an outbox row', 'SELECT * FROM shared.outbox'],
    ['a deletion from the outbox', 'DELETE FROM shared.outbox'],
    [
      'an outbox row in the name of another',
      `INSERT INTO shared.outbox (tenant_id, event) VALUES ('${tenantB}', '{}')`,
    ],
    ['an inbox row', 'SELECT * FROM shared.inbox'],
    [
      'an inbox row of another',
      `INSERT INTO shared.inbox (tenant_id, consumer, event_id) VALUES ('${tenantB}', 'c', '${tenantB}')`,
    ],
    ['deferred events', 'SELECT * FROM shared.deferred_events'],
    ['dead letters', 'SELECT * FROM shared.dead_letters'],
    ['the list of tenants', 'SELECT * FROM shared.tenants'],
    ['the record of migrations', 'SELECT * FROM shared.migrations'],
    ['names of schemas', 'SELECT nspname FROM pg_namespace'],
    ['names of roles', 'SELECT rolname FROM pg_roles'],
    ['passwords', 'SELECT * FROM pg_authid'],
    ['statistics of values', 'SELECT * FROM pg_stats'],
    ['statistics of tables', 'SELECT * FROM pg_stat_user_tables'],
    ['statistics by function', 'SELECT pg_stat_get_live_tuples(16384)'],
    ['statements of others', 'SELECT query FROM pg_stat_activity'],
    ['statements of others by function', 'SELECT * FROM pg_stat_get_activity(NULL)'],
    ['sizes', 'SELECT pg_total_relation_size(16384)'],
    ['names of tables', 'SELECT * FROM information_schema.tables'],
    ['prepared statements of the connection', 'SELECT * FROM pg_prepared_statements'],
    ['cursors of the connection', 'SELECT * FROM pg_cursors'],
    ['SQL as text', `SELECT query_to_xml('SELECT * FROM ${B.schema}.notes', true, true, '')`],
    ['tables as XML', `SELECT schema_to_xml('${B.schema}', true, true, '')`],
    ['a lock that outlives the session', 'SELECT pg_advisory_lock(1)'],
    ['a lock that blocks others', "SELECT pg_try_advisory_xact_lock(hashtextextended('migrate shared', 0))"],
    ['a notification', "SELECT pg_notify('outbox', '')"],
    ['the end of other sessions', 'SELECT pg_terminate_backend(1)'],
    ['a large object', "SELECT lo_from_bytea(0, 'x')"],
    ['a file', "SELECT pg_read_file('/etc/passwd')"],
    ['a table by SELECT INTO', 'SELECT 1 AS a INTO stolen'],
    ['a temporary table by SELECT INTO', 'SELECT 1 AS a INTO TEMP stolen'],
    ['what a migration took away', 'DELETE FROM audit'],
  ])('%s', async (_, sql) => {
    const code = expect.stringMatching(new RegExp(`^(${INSUFFICIENT_PRIVILEGE}|0A000)$`));
    await expect(inA(sql)).rejects.toMatchObject({ code });
    await expect(unguarded(sql)).rejects.toMatchObject({ code });
  });

  test.each([
    ['a function', 'CREATE FUNCTION f() RETURNS int LANGUAGE sql SECURITY DEFINER RETURN 1'],
    ['a function in another schema', `CREATE FUNCTION ${B.schema}.f() RETURNS int LANGUAGE sql RETURN 1`],
    ['a block', "DO $$ BEGIN EXECUTE 'RESET ROLE'; END $$"],
    ['a temporary table', 'CREATE TEMP TABLE t (a int)'],
    ['a table', 'CREATE TABLE t (a int)'],
    ['a view', `CREATE VIEW v AS SELECT * FROM ${B.schema}.notes`],
    ['a role', 'CREATE ROLE intruder'],
    ['another session user', 'SET SESSION AUTHORIZATION postgres'],
    ['a table dropped', 'DROP TABLE notes'],
    ['a program', "COPY notes TO PROGRAM 'id'"],
    ['a file copied', "COPY notes FROM '/etc/passwd'"],
    ['an extension', 'CREATE EXTENSION dblink'],
  ])('%s', async (_, sql) => {
    await expect(unguarded(sql)).rejects.toMatchObject({ code: INSUFFICIENT_PRIVILEGE });
  });

  test('the owner of another tenant by SET ROLE', async () => {
    await expect(unguarded(`SET ROLE ${prefix}_owner`)).rejects.toMatchObject({ code: INSUFFICIENT_PRIVILEGE });
    await expect(inA(`SET ROLE ${roleOfB()}`)).rejects.toMatchObject({ code: 'STATEMENT_REFUSED' });
  });

  test('a forged event: the header must name the tenant of the session', async () => {
    const forged = JSON.stringify({ topic: 'lead.created', key: 'k', header: { tenant_id: tenantB }, payload: {} });
    await expect(inA('INSERT INTO shared.outbox (event) VALUES ($1)', [forged])).rejects.toMatchObject({
      code: INSUFFICIENT_PRIVILEGE,
    });
  });
});

test('shared tables show and take rows of the own tenant only', async () => {
  const rows = await inA(`INSERT INTO shared.slugs (slug) VALUES ('own') RETURNING tenant_id`);
  expect(rows).toEqual([{ tenant_id: tenantA }]);
  expect(await inA('SELECT slug FROM shared.slugs')).toEqual([{ slug: 'own' }]);
  expect(await inA("UPDATE shared.slugs SET slug = 'taken' RETURNING slug")).toEqual([{ slug: 'taken' }]);
  await expect(inA(`INSERT INTO shared.slugs (slug, tenant_id) VALUES ('y', '${tenantB}')`)).rejects.toMatchObject({
    code: INSUFFICIENT_PRIVILEGE,
  });
  await expect(inA(`UPDATE shared.slugs SET tenant_id = '${tenantB}'`)).rejects.toMatchObject({
    code: INSUFFICIENT_PRIVILEGE,
  });
});

test('the login role without a session sees no tenant data', async () => {
  const client = new pg.Client({ connectionString: fixture.runtime.databaseUrl });
  await client.connect();
  try {
    for (const table of [`${A.schema}.notes`, `${B.schema}.notes`, 'shared.outbox', 'shared.slugs', 'shared.tenants']) {
      await expect(client.query(`SELECT * FROM ${table}`)).rejects.toMatchObject({ code: INSUFFICIENT_PRIVILEGE });
    }
    await expect(client.query('SELECT * FROM notes')).rejects.toMatchObject({ code: '42P01' });
    await expect(client.query('SELECT nspname FROM pg_namespace')).rejects.toMatchObject({
      code: INSUFFICIENT_PRIVILEGE,
    });
  } finally {
    await client.end();
  }
});

test('a thousand sessions of two tenants in turn and at once, failing and not, read their own rows only', async () => {
  const own = async (tenantId: string, round: number) => {
    const names = await fixture.store.transact(tenantId, async (transaction) => {
      const rows = await transaction.query<{ text: string }>("SELECT text FROM notes WHERE text LIKE 'welcome%'");
      if (round % 3 === 0) await transaction.query('SELECT 1 / 0');
      if (round % 3 === 1) await transaction.query('RESET ROLE');
      return rows;
    });
    return names.map((row) => row.text);
  };
  const check = async (round: number) => {
    const tenantId = round % 2 ? tenantA : tenantB;
    const code = ['22012', 'STATEMENT_REFUSED'][round % 3];
    if (code) await expect(own(tenantId, round)).rejects.toMatchObject({ code });
    else expect(await own(tenantId, round)).toEqual([`welcome ${tenantId}`]);
  };
  const rounds = Array.from({ length: 1_000 }, (_, round) => round).values();
  const lanes = Array.from({ length: 10 }, async () => {
    for (const round of rounds) await check(round);
  });
  await Promise.all(lanes);
});

test('the time limit of the server holds', async () => {
  await expect(inA('SELECT pg_sleep(6)')).rejects.toMatchObject({ code: 'STATEMENT_TIMEOUT' });
});
