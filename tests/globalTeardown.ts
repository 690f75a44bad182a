import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { descendants } from './descendants.ts';
import { endRun, killAll } from './endRun.ts';
import { stopKafkaHost } from './stopKafkaHost.ts';
import type { TestRun } from './testRun.ts';

/** Milliseconds in which processes that tests left behind may end by themselves, and in which all has to be over. */
const lingerMs = 30_000;
const endMs = 90_000;
const pauseMs = 100;

/** Stops what the test run has started and removes its folder; what tests left behind fails the run. */
export default async function globalTeardown(): Promise<void> {
  setTimeout(() => endRun(`The tests ended ${endMs / 1_000} s ago.`), endMs).unref();
  const { testRun } = globalThis as { testRun?: TestRun };
  if (!testRun) return;
  await Promise.all([testRun.postgres?.stop(), stopKafkaHost(join(testRun.folder, 'kafka'))]);
  await expectNoProcess();
  await rm(testRun.folder, { recursive: true, force: true });
}

/** Waits until every process that a test has started is gone. One that stays is named, killed, and fails the run. */
async function expectNoProcess(): Promise<void> {
  const last = Date.now() + lingerMs;
  while (descendants().length > 0 && Date.now() < last) await delay(pauseMs);
  if (descendants().length === 0) return;
  console.error('The tests left processes behind.');
  killAll();
  process.exitCode = 1;
}
