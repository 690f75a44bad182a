import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '#platform/embedded/postgres/startEmbeddedPostgres.ts';
import type { TestRun } from './testRun.ts';

/**
 * Makes a folder for the test run, in which tests may start what all of them share (see kafka.ts), and starts one
 * PostgreSQL on it, named in TEST_POSTGRES_URL. A URL that is set already is used as it is.
 */
export default async function globalSetup(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'inopsio-test-'));
  const run: TestRun = { folder };
  (globalThis as { testRun?: TestRun }).testRun = run;
  process.env.TEST_RUN_FOLDER = folder;
  process.env.TEST_RUN_PID = String(process.pid);
  if (process.env.TEST_POSTGRES_URL) return;
  run.postgres = await startEmbeddedPostgres({ dataDir: join(folder, 'postgres'), port: 0, durable: false });
  process.env.TEST_POSTGRES_URL = run.postgres.url;
}
