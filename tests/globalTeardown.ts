import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { stopKafkaHost } from './stopKafkaHost.ts';
import type { TestRun } from './testRun.ts';

/** Stops what the test run has started and removes its folder. */
export default async function globalTeardown(): Promise<void> {
  const { testRun } = globalThis as { testRun?: TestRun };
  if (!testRun) return;
  await Promise.all([testRun.postgres?.stop(), stopKafkaHost(join(testRun.folder, 'kafka'))]);
  await rm(testRun.folder, { recursive: true, force: true });
}
