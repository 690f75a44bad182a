import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, expect, test } from '@jest/globals';
import { Client } from 'pg';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './startEmbeddedPostgres.ts';
import { freshDataDir, removeFolders } from './testing/folder.ts';
import { query } from './testing/query.ts';

const parents: ChildProcess[] = [];
const started: EmbeddedPostgres[] = [];

afterAll(async () => {
  for (const parent of parents) parent.kill('SIGKILL');
  for (const server of started) await server.stop();
  await removeFolders();
});

async function restart(dataDir: string): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ dataDir, port: 0 });
  started.push(server);
  return server;
}

/** Starts the program testing/parent.ts and gives it with its first line. */
async function startParent(...args: string[]): Promise<{ parent: ChildProcess; line: string }> {
  const parent = spawn(process.execPath, [join(import.meta.dirname, 'testing/parent.ts'), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  parents.push(parent);
  const [line] = await once(createInterface({ input: parent.stdout! }), 'line');
  return { parent, line };
}

test('after SIGKILL of the parent no server is left, and committed data is there', async () => {
  const dataDir = await freshDataDir();
  const { parent, line: url } = await startParent(dataDir);
  await query(url, 'CREATE TABLE kept AS SELECT 42 AS answer');
  const witness = new Client({ connectionString: url });
  witness.on('error', () => undefined);
  await witness.connect();
  const gone = new Promise<void>((resolve) => witness.once('end', resolve));

  parent.kill('SIGKILL');
  await gone;

  // Two servers cannot share a folder: this start proves that the first one has ended.
  const server = await restart(dataDir);
  expect(await query(server.url, 'TABLE kept')).toEqual([{ answer: 42 }]);
});

test('after SIGKILL of the parent at its first start, the next start is a good one', async () => {
  const dataDir = await freshDataDir();
  const { parent } = await startParent(dataDir, 'early');
  const ended = once(parent, 'exit');
  parent.kill('SIGKILL');
  await ended;
  const server = await restart(dataDir);
  expect(await query(server.url, 'SELECT 1 AS alive')).toEqual([{ alive: 1 }]);
});

test('after SIGKILL of PostgreSQL itself the parent learns it, and a new start recovers', async () => {
  const dataDir = await freshDataDir();
  const first = await restart(dataDir);
  await query(first.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
  const [pid] = (await readFile(join(dataDir, 'cluster/postmaster.pid'), 'utf8')).split('\n');
  process.kill(Number(pid), 'SIGKILL');
  await first.exited;
  const second = await restart(dataDir);
  expect(await query(second.url, 'TABLE kept')).toEqual([{ answer: 42 }]);
});
