import { afterEach, beforeEach, expect, test } from '@jest/globals';
import pg from 'pg';
import { uuidv7 } from '#platform/ids/uuidv7.ts';
import { nullLogger } from '#platform/logs/nullLogger.ts';
import { createTestDatabase } from '#tests/postgres.ts';
import { newMasterKey, parseMasterKeys } from '../masterKeys.ts';
import type { TenantKeys } from '../tenantKeys.ts';
import { cachedTenantKeys } from './cachedTenantKeys.ts';
import { openTenantKeys } from './openTenantKeys.ts';

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let opened: TenantKeys[];
const file = newMasterKey('m1');
const tenantId = uuidv7();

beforeEach(async () => {
  database = await createTestDatabase('keys');
  opened = [];
});
afterEach(async () => {
  await Promise.all(opened.map((keys) => keys.close()));
  await database.drop();
});

async function open(masterKeysText = file, rotateAfterDays?: number): Promise<TenantKeys> {
  const masterKeys = parseMasterKeys(masterKeysText);
  const connectionString = database.url;
  const keys = await openTenantKeys({ connectionString, masterKeys, logger: nullLogger, rotateAfterDays });
  opened.push(keys);
  return keys;
}

async function rows(sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

test('processes that ask at once for a new tenant’s key get the same one, each tenant another', async () => {
  const stores = await Promise.all([open(), open(), open()]);
  const keys = await Promise.all(stores.map((store) => store.present(tenantId)));
  expect(new Set(keys.map(({ id }) => id)).size).toBe(1);
  expect(keys[1]!.bytes.equals(keys[0]!.bytes)).toBe(true);
  const other = await stores[0]!.present(uuidv7());
  expect(other.bytes.equals(keys[0]!.bytes)).toBe(false);
  expect(await stores[1]!.find(uuidv7(), keys[0]!.id)).toBeUndefined();
});

test('only wrapped keys are in the database', async () => {
  const { bytes } = await (await open()).present(tenantId);
  const [dump] = await rows("SELECT string_agg(encode(wrapped, 'hex') || d::text, ' ') AS text FROM data_keys d");
  expect(dump!.text).not.toContain(bytes.toString('hex'));
  expect(dump!.text).toContain(tenantId);
});

test('rotation gives a new key, and the old one still decrypts', async () => {
  const keys = await open();
  const old = await keys.present(tenantId);
  await keys.rotate(tenantId);
  const young = await keys.present(tenantId);
  expect(young.id).not.toBe(old.id);
  expect(await keys.find(tenantId, old.id)).toEqual(old);
  expect(await (await open()).present(tenantId)).toEqual(young);
});

test('a key that is too old is replaced by itself', async () => {
  const old = await (await open()).present(tenantId);
  await rows("UPDATE data_keys SET created_at = now() - interval '91 days'");
  const keys = await open();
  expect((await keys.present(tenantId)).id).not.toBe(old.id);
  expect(await keys.find(tenantId, old.id)).toEqual(old);
});

test('shredding leaves no key and lets none come', async () => {
  const keys = await open();
  const old = await keys.present(tenantId);
  await keys.rotate(tenantId);
  await keys.shred(tenantId);
  expect(await keys.find(tenantId, old.id)).toBeUndefined();
  expect(await rows('SELECT * FROM data_keys')).toEqual([]);
  await expect(keys.present(tenantId)).rejects.toMatchObject({ code: 'TENANT_SHREDDED' });
  await expect(keys.rotate(tenantId)).rejects.toMatchObject({ code: 'TENANT_SHREDDED' });
  await keys.shred(tenantId);
});

test('a new master key takes over all data keys, and the old one can go', async () => {
  const before = await (await open()).present(tenantId);
  const next = newMasterKey('m2');
  await expect((await open(next)).present(tenantId)).rejects.toMatchObject({ code: 'MASTER_KEY_MISSING' });
  const both = await open(`${next}${file}`);
  expect([await both.rewrap(), await both.rewrap()]).toEqual([1, 0]);
  expect(await (await open(next)).present(tenantId)).toEqual(before);
});

test('keys are kept for a minute, and a failure is not', async () => {
  let asked = 0;
  let clock = 0;
  let away = true;
  const slow = await open();
  const present = async (id: string) => {
    asked += 1;
    if (away) throw new Error('away');
    return slow.present(id);
  };
  const keys = cachedTenantKeys({ ...slow, present }, () => clock);
  await expect(keys.present(tenantId)).rejects.toThrow('away');
  away = false;
  const [first, second] = await Promise.all([keys.present(tenantId), keys.present(tenantId)]);
  expect([first, asked]).toEqual([second, 2]);
  clock = 59_999;
  await keys.present(tenantId);
  expect(asked).toBe(2);
  clock = 60_000;
  await keys.present(tenantId);
  expect(asked).toBe(3);
});

test('says that the keys are away when their database is', async () => {
  const keys = await open();
  await rows(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`,
  );
  await rows('ALTER TABLE data_keys RENAME TO hidden');
  await expect(keys.present(tenantId)).rejects.toMatchObject({ code: 'PERSONAL_DATA_KEYS_UNAVAILABLE' });
  await rows('ALTER TABLE hidden RENAME TO data_keys');
  await keys.present(tenantId);
});
