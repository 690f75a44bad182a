import { rm } from 'node:fs/promises';
import type { TestServer } from './testServer.ts';

/** Stops the PostgreSQL of the test run and removes its folder. */
export default async function globalTeardown(): Promise<void> {
  const { testServer } = globalThis as { testServer?: TestServer };
  if (!testServer) return;
  await testServer.postgres.stop();
  await rm(testServer.dataDir, { recursive: true, force: true });
}
