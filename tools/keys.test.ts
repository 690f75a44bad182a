import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { projectRoot } from '#platform/config/projectRoot.ts';
import { uuidv7 } from '#platform/ids/uuidv7.ts';
import { nullLogger } from '#platform/logs/nullLogger.ts';
import { newMasterKey, parseMasterKeys } from '#platform/pii/masterKeys.ts';
import { openTenantKeys } from '#platform/pii/postgres/openTenantKeys.ts';
import { createTestDatabase } from '#tests/postgres.ts';

const tenantId = uuidv7();
const first = newMasterKey('m1');
let database: Awaited<ReturnType<typeof createTestDatabase>>;
let folder: string;

beforeEach(async () => {
  [database, folder] = await Promise.all([createTestDatabase('keys'), mkdtemp(join(tmpdir(), 'keys-'))]);
});
afterEach(async () => {
  await database.drop();
  await rm(folder, { recursive: true });
});

/** Runs the command with the master keys given. */
async function run(masterKeys: string, ...args: string[]): Promise<{ status: number; output: string }> {
  const file = join(folder, 'master-keys');
  await writeFile(file, masterKeys);
  const env = { PATH: process.env.PATH, KEYS_DATABASE_URL: database.url, MASTER_KEYS_FILE: file, DATA_DIR: folder };
  return new Promise((resolve) => {
    execFile(process.execPath, ['tools/keys.ts', ...args], { cwd: projectRoot, env }, (error, stdout, stderr) =>
      resolve({ status: error ? Number(error.code) : 0, output: `${stdout}${stderr}`.trim() }),
    );
  });
}

async function keyOf(masterKeys: string) {
  const options = { connectionString: database.url, masterKeys: parseMasterKeys(masterKeys), logger: nullLogger };
  const keys = await openTenantKeys(options);
  try {
    return await keys.present(tenantId);
  } finally {
    await keys.close();
  }
}

test('rotates, wraps anew by the first master key, and destroys', async () => {
  const before = await keyOf(first);
  expect(await run(first, 'rotate', tenantId)).toEqual({ status: 0, output: `Tenant ${tenantId} has a new key.` });
  const rotated = await keyOf(first);
  expect(rotated.id).not.toBe(before.id);
  const second = newMasterKey('m2');
  expect(await run(`${second}${first}`, 'rewrap')).toEqual({ status: 0, output: 'Wrapped anew: 2 keys.' });
  expect(await keyOf(second)).toEqual(rotated);
  expect((await run(second, 'shred', tenantId, '--yes')).status).toBe(0);
  await expect(keyOf(second)).rejects.toMatchObject({ code: 'TENANT_SHREDDED' });
});

test('destroys nothing without --yes, and says how it is used', async () => {
  const before = await keyOf(first);
  for (const args of [['shred', tenantId], ['shred', 'nobody', '--yes'], ['rotate'], ['rewrap', tenantId], []]) {
    expect(await run(first, ...args)).toEqual({ status: 1, output: expect.stringMatching(/^Usage: npm run keys/) });
  }
  expect(await keyOf(first)).toEqual(before);
});

test('names what keeps it from its keys', async () => {
  await keyOf(first);
  expect(await run('not a key', 'rewrap')).toMatchObject({
    status: 1,
    output: expect.stringContaining('line 1 is no master key'),
  });
  expect(await run(newMasterKey('m9'), 'rewrap')).toMatchObject({
    status: 1,
    output: expect.stringContaining('wrapped by a master key that is not configured'),
  });
});
