import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '#platform/embedded/postgres/startEmbeddedPostgres.ts';
import type { TestServer } from './testServer.ts';

/**
 * Starts one PostgreSQL for the whole test run, on a folder that is thrown away, and names it in TEST_POSTGRES_URL.
 * A URL that is set already is used as it is.
 */
export default async function globalSetup(): Promise<void> {
  if (process.env.TEST_POSTGRES_URL) return;
  const dataDir = await mkdtemp(join(tmpdir(), 'inopsio-test-postgres-'));
  const postgres = await startEmbeddedPostgres({ dataDir, port: 0, durable: false });
  process.env.TEST_POSTGRES_URL = postgres.url;
  (globalThis as { testServer?: TestServer }).testServer = { postgres, dataDir };
}
