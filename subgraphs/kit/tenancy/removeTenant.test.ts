import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { notesDefinition } from '../testkit/notesDefinition.ts';
import { startTestStore, type TestStore, tenantA, tenantB } from '../testkit/startTestStore.ts';

const UNKNOWN = '01890000-0000-7000-8000-0000000000cc';

describe('a tenant that is removed', () => {
  let fixture: TestStore;
  let superuser: pg.Client;
  beforeEach(async () => {
    fixture = await startTestStore(notesDefinition);
    superuser = new pg.Client({ connectionString: fixture.superuserUrl });
    await superuser.connect();
  });
  afterEach(async () => {
    await superuser.end();
    await fixture.close();
  });

  const rows = async (sql: string, params: unknown[] = []) => (await superuser.query(sql, params)).rows;
  const notesOf = (tenantId: string) =>
    fixture.store.read(tenantId, (session) => session.query<{ text: string }>('SELECT text FROM notes'));
  const write = (tenantId: string, text: string) =>
    fixture.store.transact(tenantId, async (transaction) => {
      await transaction.query('INSERT INTO notes (text) VALUES ($1)', [text]);
      await transaction.query('INSERT INTO shared.slugs (slug) VALUES ($1)', [text]);
    });
  const announcements = async () =>
    (await fixture.recorded())
      .filter(({ topic }) => topic === 'tenant.removed')
      .map(({ header, payload }) => ({ header, payload }));

  /** Everything in the database that carries the tenant's identifier, by what holds it. */
  async function traces(tenantId: string): Promise<string[]> {
    const hex = tenantId.replaceAll('-', '');
    const tables = await rows(
      `SELECT c.oid::regclass::text AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id'
       WHERE c.relnamespace = 'shared'::regnamespace AND c.relkind = 'r' ORDER BY 1`,
    );
    const found: string[] = [];
    for (const { name } of tables) {
      const held = await rows(`SELECT FROM ${name} WHERE tenant_id::text = $1`, [tenantId]);
      if (held.length > 0) found.push(name);
    }
    const named = await rows(
      `SELECT 'schema' AS kind FROM pg_namespace WHERE nspname = 't_' || $1
       UNION ALL SELECT 'role' FROM pg_roles WHERE rolname LIKE '%\\_t\\_' || $1
       UNION ALL SELECT 'migrations' FROM shared.migrations WHERE scope = 't_' || $1 GROUP BY 1
       ORDER BY 1`,
      [hex],
    );
    return [...found, ...named.map(({ kind }) => kind)];
  }

  test('leaves nothing but the note that it was here; others keep everything', async () => {
    await write(tenantA, 'mine');
    await write(tenantB, 'theirs');
    const others = await traces(tenantB);
    await fixture.store.remove(tenantA.toUpperCase(), { traceId: 'a'.repeat(32) });
    // What it has published still waits to be sent.
    expect(await traces(tenantA)).toEqual(['shared.outbox', 'shared.removed_tenants']);
    expect(await traces(tenantB)).toEqual(others);
    expect((await notesOf(tenantB)).map(({ text }) => text)).toContain('theirs');
    expect(await fixture.store.tenants()).toEqual([tenantB]);
    expect([await fixture.store.isRemoved(tenantA), await fixture.store.isRemoved(tenantB)]).toEqual([true, false]);
    expect(await announcements()).toEqual([
      {
        header: expect.objectContaining({ source: 'notes', trace_id: 'a'.repeat(32) }),
        payload: {
          tenant_id: '00000000-0000-7000-8000-000000000000',
          deleted_tenant_id: tenantA,
          domain: 'notes',
          removed_at: expect.any(String),
        },
      },
    ]);
  });

  test('gets no session and no store any more, however often it is asked for', async () => {
    await Promise.all([fixture.store.remove(tenantA), fixture.store.remove(tenantA)]);
    await fixture.store.remove(tenantA);
    expect(await announcements()).toHaveLength(1);
    await expect(notesOf(tenantA)).rejects.toMatchObject({ code: 'TENANT_NOT_PROVISIONED' });
    await expect(fixture.store.provision(tenantA)).rejects.toMatchObject({ code: 'TENANT_DELETED' });
    expect(await traces(tenantA)).not.toContain('schema');
  });

  test('is never made here where it was deleted before it came', async () => {
    await fixture.store.remove(UNKNOWN);
    await expect(fixture.store.provision(UNKNOWN)).rejects.toMatchObject({ code: 'TENANT_DELETED' });
    expect(await traces(UNKNOWN)).toEqual(['shared.removed_tenants']);
  });

  test('lets a session that runs end, and no other begin', async () => {
    const entered = Promise.withResolvers<void>();
    const leave = Promise.withResolvers<void>();
    const running = fixture.store.transact(tenantA, async (transaction) => {
      await transaction.query("INSERT INTO notes (text) VALUES ('last words')");
      entered.resolve();
      await leave.promise;
      return transaction.query<{ count: string }>("SELECT count(*) FROM notes WHERE text = 'last words'");
    });
    await entered.promise;
    const removal = fixture.store.remove(tenantA);
    const closed = async () =>
      notesOf(tenantA).then(
        () => false,
        (error: { code: string }) => error.code === 'TENANT_NOT_PROVISIONED',
      );
    while (!(await closed()));
    expect(await traces(tenantA)).toContain('schema');
    leave.resolve();
    expect(await running).toEqual([{ count: '1' }]);
    await removal;
    expect(await traces(tenantA)).not.toContain('schema');
  });

  test('that was only closed, since the process died, is removed by the next call', async () => {
    const names = await rows("SELECT rolname FROM pg_roles WHERE rolname LIKE '%\\_t\\_' || $1", [
      tenantA.replaceAll('-', ''),
    ]);
    await superuser.query('INSERT INTO shared.removed_tenants (tenant_id) VALUES ($1)', [tenantA]);
    expect(await fixture.store.isRemoved(tenantA)).toBe(true);
    await fixture.store.remove(tenantA);
    expect(names).toHaveLength(1);
    expect(await traces(tenantA)).toEqual(['shared.outbox', 'shared.removed_tenants']);
    expect(await announcements()).toHaveLength(1);
  });

  test('goes although another database of the server still knows its role', async () => {
    const role = `${new URL(fixture.runtime.databaseUrl).username.replace(/_app$/, '')}_t_${tenantA.replaceAll('-', '')}`;
    const copy = `copy_of_${new URL(fixture.superuserUrl).pathname.slice(1)}`;
    await superuser.query(`CREATE DATABASE ${copy}`);
    await superuser.query(`GRANT CONNECT ON DATABASE ${copy} TO ${role}`);
    try {
      await fixture.store.remove(tenantA);
      expect(await traces(tenantA)).toEqual(['shared.outbox', 'shared.removed_tenants', 'role']);
      await expect(notesOf(tenantA)).rejects.toMatchObject({ code: 'TENANT_NOT_PROVISIONED' });
    } finally {
      await superuser.query(`DROP DATABASE ${copy}`);
    }
  });
});
