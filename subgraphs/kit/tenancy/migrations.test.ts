import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { notesDefinition } from '../testkit/notesDefinition.ts';
import { startTestStore, type TestStore, tenantA, tenantB } from '../testkit/startTestStore.ts';
import { migrateAllTenants } from './migrateAllTenants.ts';
import { migrationsIn } from './migrationsIn.ts';
import { openStore } from './openStore.ts';
import type { Store } from './store.ts';
import type { StoreDefinition } from './storeDefinition.ts';
import type { TenantMigration } from './tenantMigration.ts';

const colour: TenantMigration = { name: '003-colour', up: "ALTER TABLE notes ADD colour text NOT NULL DEFAULT 'red'" };

/** Fails where a note says so: in one tenant only. */
const check: TenantMigration = { name: '004-check', up: "ALTER TABLE notes ADD CHECK (text <> 'in the way')" };

const grown = (...more: TenantMigration[]): StoreDefinition => ({
  ...notesDefinition,
  migrations: [...notesDefinition.migrations, ...more],
});

describe('migrations', () => {
  let fixture: TestStore;
  const opened: Store[] = [];
  beforeEach(async () => {
    fixture = await startTestStore(notesDefinition);
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((store) => store.close()));
    await fixture.close();
  });

  async function open(definition: StoreDefinition): Promise<Store> {
    const store = await openStore({ definition, runtime: fixture.runtime });
    opened.push(store);
    return store;
  }

  test('opening brings every tenant to the newest version, also from several processes at once', async () => {
    const stores = await Promise.all([open(grown(colour)), open(grown(colour)), open(grown(colour))]);
    for (const tenant of [tenantA, tenantB]) {
      const rows = await stores[0]!.read(tenant, (session) => session.query('SELECT DISTINCT colour FROM notes'));
      expect(rows).toEqual([{ colour: 'red' }]);
    }
  });

  test('a tenant that fails is left at its last good version and named; the next run takes it up', async () => {
    await fixture.store.transact(tenantA, (transaction) =>
      transaction.query("INSERT INTO notes (text) VALUES ('in the way')"),
    );
    const seen: string[] = [];
    const first = await migrateAllTenants(grown(colour, check), fixture.runtime, ({ done, total, failed }) =>
      seen.push(`${done}/${total}, ${failed.size} failed`),
    );
    expect(seen).toEqual(['1/2, 1 failed', '2/2, 1 failed']);
    expect([...first.failed.keys()]).toEqual([tenantA]);
    expect(first.failed.get(tenantA)).toMatchObject({
      code: 'MIGRATION_FAILED',
      details: { migration: '004-check' },
      message: expect.stringContaining('004-check'),
    });
    const store = await open(grown(colour, check));
    await expect(store.read(tenantA, (session) => session.query('SELECT 1'))).rejects.toMatchObject({
      code: 'MIGRATION_FAILED',
    });
    await expect(store.read(tenantB, (session) => session.query('SELECT colour FROM notes'))).resolves.toHaveLength(1);

    // The failed transaction left nothing, what came before it stayed.
    const kept = await fixture.store.read(tenantA, (session) => session.query('SELECT DISTINCT colour FROM notes'));
    expect(kept).toEqual([{ colour: 'red' }]);
    await fixture.store.transact(tenantA, (transaction) =>
      transaction.query("DELETE FROM notes WHERE text = 'in the way'"),
    );
    const second = await migrateAllTenants(grown(colour, check), fixture.runtime);
    expect(second).toMatchObject({ total: 1, done: 1, failed: new Map() });
    expect(await migrateAllTenants(grown(colour, check), fixture.runtime)).toMatchObject({ total: 0 });
  });

  test('a released migration that was edited is refused', async () => {
    const edited = { ...notesDefinition.migrations[0]!, up: 'CREATE TABLE notes (id uuid)' };
    const { failed } = await migrateAllTenants({ ...notesDefinition, migrations: [edited] }, fixture.runtime);
    expect([...failed.values()].map((error) => (error as { code?: string }).code)).toEqual([
      'MIGRATION_CHANGED',
      'MIGRATION_CHANGED',
    ]);
  });

  test.each([
    ['ends its transaction', 'CREATE TABLE half (); COMMIT'],
    ['uses an unknown name', 'GRANT SELECT ON notes TO {{everybody}}'],
  ])('a migration that %s is refused', async (_, up) => {
    const { failed } = await migrateAllTenants(grown({ name: '003-bad', up }), fixture.runtime);
    expect(failed.get(tenantA)).toMatchObject({ code: 'MIGRATION_INVALID' });
  });

  test('a table of schema shared without a tenant is refused', async () => {
    const sharedMigrations = [
      ...notesDefinition.sharedMigrations!,
      { name: '002-open', up: 'CREATE TABLE everybody (a int)' },
    ];
    await expect(open({ ...notesDefinition, sharedMigrations })).rejects.toMatchObject({
      code: 'MIGRATION_INVALID',
      message: expect.stringContaining('everybody'),
    });
  });

  test('a database that is not hardened is refused', async () => {
    const runtime = { ...fixture.runtime, databaseUrl: fixture.superuserUrl };
    await expect(openStore({ definition: notesDefinition, runtime })).rejects.toMatchObject({
      code: 'STORE_NOT_PREPARED',
    });
  });
});

describe('migrationsIn', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'inopsio-migrations-'));
    await mkdir(join(folder, 'migrations'));
  });
  afterEach(() => rm(folder, { recursive: true }));
  const write = (name: string) => writeFile(join(folder, 'migrations', name), `-- ${name}`);

  test('loads SQL files in the order of their numbers', async () => {
    await write('002-second.sql');
    await write('001-first.sql');
    await write('notes.txt');
    expect(migrationsIn(folder)).toEqual([
      { name: '001-first', up: '-- 001-first.sql' },
      { name: '002-second', up: '-- 002-second.sql' },
    ]);
  });

  test('refuses misnamed files and missing folders', async () => {
    await write('1-first.sql');
    expect(() => migrationsIn(folder)).toThrow(expect.objectContaining({ code: 'MIGRATION_INVALID' }));
    expect(() => migrationsIn(join(folder, 'nowhere'))).toThrow(expect.objectContaining({ code: 'MIGRATION_INVALID' }));
  });
});
