import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '#tests/postgres.ts';
import { auditFile } from './audit.ts';

let database: TestDatabase;
let folder: string;
beforeAll(async () => {
  [database, folder] = await Promise.all([createTestDatabase('desk'), mkdtemp(join(tmpdir(), 'event-desk-'))]);
});
afterAll(async () => {
  await database.drop();
  await rm(folder, { recursive: true });
});

/** Runs the command as a process of its own. */
async function run(args: readonly string[], settings: Record<string, string>) {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'main.ts'), ...args], {
    env: { ...process.env, DATA_DIR: folder, ...settings },
  });
  const text = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => {
    text.stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    text.stderr += chunk;
  });
  const code = await new Promise((resolve) => child.on('close', resolve));
  return { code, ...text };
}

test('the command works on the log that the settings name, and ends with its exit code', async () => {
  const settings = { EVENT_LOG_DATABASE_URL: database.url };
  const lag = await run(['lag', '--json', '--as', 'olga'], settings);
  expect(lag).toMatchObject({ code: 0, stderr: '' });
  expect(JSON.parse(lag.stdout)).toContainEqual({
    group: 'erp.orders-of-won-deals',
    topic: 'deal.stage.changed',
    lag: 0,
  });
  expect(await run(['dlq', 'list'], settings)).toMatchObject({ code: 1, stdout: '' });
  expect(await readFile(auditFile(folder), 'utf8')).toContain('"as":"olga"');
});

test('without a platform it says how to start one', async () => {
  expect(await run(['list'], {})).toMatchObject({ code: 1, stderr: expect.stringContaining('npm start') });
});

test('what is not understood ends with 2', async () => {
  expect(await run(['frob'], {})).toMatchObject({ code: 2, stderr: expect.stringContaining('Usage') });
});
