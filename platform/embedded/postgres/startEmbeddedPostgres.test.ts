import { chown, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './startEmbeddedPostgres.ts';
import { freshDataDir, removeFolders } from './testing/folder.ts';
import { query } from './testing/query.ts';

const started: EmbeddedPostgres[] = [];

async function start(dataDir: string, port = 0): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ dataDir, port, durable: false });
  started.push(server);
  return server;
}

afterAll(async () => {
  await Promise.all(started.map((server) => server.stop()));
  await removeFolders();
});

test('answers queries, stops, and has its data after a restart', async () => {
  const dataDir = await freshDataDir();
  const first = await start(dataDir);
  await query(first.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
  await first.stop();
  await first.exited;
  await expect(query(first.url, 'TABLE kept')).rejects.toThrow('ECONNREFUSED');

  const second = await start(dataDir, first.port);
  expect(second.port).toBe(first.port);
  expect(second.url).toBe(first.url);
  expect(await query(second.url, 'TABLE kept')).toEqual([{ answer: 42 }]);
});

test('runs with settings for durability and small machines, closed to others', async () => {
  const server = await startEmbeddedPostgres({ dataDir: await freshDataDir(), port: 0 });
  started.push(server);
  const rows = await query(
    server.url,
    `SELECT name, setting FROM pg_settings WHERE name IN ('fsync', 'synchronous_commit', 'full_page_writes', 'max_connections',
       'listen_addresses', 'unix_socket_directories', 'TimeZone', 'server_encoding') ORDER BY name`,
  );
  expect(Object.fromEntries(rows.map((row) => [row.name, row.setting]))).toEqual({
    fsync: 'on',
    full_page_writes: 'on',
    listen_addresses: '127.0.0.1',
    max_connections: '200',
    server_encoding: 'UTF8',
    synchronous_commit: 'on',
    TimeZone: 'UTC',
    unix_socket_directories: '',
  });
  const url = new URL(server.url);
  url.password = 'guess';
  await expect(query(url.href, 'SELECT 1')).rejects.toThrow('password authentication failed');
});

test('keeps data folder and password from other users', async () => {
  const dataDir = await freshDataDir();
  await start(dataDir);
  for (const path of ['', 'cluster', 'cluster/superuser.password']) {
    expect((await stat(join(dataDir, path))).mode & 0o077).toBe(0);
  }
  expect(await readdir(dataDir)).toEqual(['cluster']);
});

test('reports a port on which another program listens', async () => {
  const other = createServer();
  const port = await new Promise<number>((resolve) => {
    other.listen(0, '127.0.0.1', () => resolve((other.address() as { port: number }).port));
  });
  await expect(start(await freshDataDir(), port)).rejects.toMatchObject({
    code: 'PORT_IN_USE',
    message: expect.stringContaining(String(port)),
  });
  other.close();
});

test('refuses a folder on which a server runs', async () => {
  const dataDir = await freshDataDir();
  const server = await start(dataDir);
  await expect(start(dataDir)).rejects.toMatchObject({
    code: 'EMBEDDED_POSTGRES_IN_USE',
    message: expect.stringContaining(dataDir),
  });
  expect(await query(server.url, 'SELECT 1 AS alive')).toEqual([{ alive: 1 }]);
});

test('of two first starts on one folder at once, one serves and the other is refused', async () => {
  const dataDir = await freshDataDir();
  const outcomes = await Promise.allSettled([start(dataDir), start(dataDir)]);
  expect(outcomes.map((outcome) => outcome.status).sort()).toEqual(['fulfilled', 'rejected']);
  const refused = outcomes.find((outcome) => outcome.status === 'rejected');
  expect(refused?.reason).toMatchObject({ code: 'EMBEDDED_POSTGRES_IN_USE' });
  expect(await readdir(dataDir)).toEqual(['cluster']);
});

test('ignores a lock file that names a process which is not PostgreSQL', async () => {
  const dataDir = await freshDataDir();
  const first = await start(dataDir);
  const lock = join(dataDir, 'cluster/postmaster.pid');
  const lines = (await readFile(lock, 'utf8')).split('\n');
  await first.stop();
  await writeFile(lock, [String(process.ppid), ...lines.slice(1)].join('\n'));
  if (process.getuid?.() === 0) await chown(lock, 0, 0);
  const second = await start(dataDir);
  expect(await query(second.url, 'SELECT 1 AS alive')).toEqual([{ alive: 1 }]);
});

test('uses a folder that exists and is empty', async () => {
  const dataDir = await freshDataDir();
  await mkdir(dataDir);
  const server = await start(dataDir);
  expect(await query(server.url, 'SELECT 1 AS alive')).toEqual([{ alive: 1 }]);
});
