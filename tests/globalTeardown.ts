import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { openResources } from './openResources.ts';
import { stopKafkaHost } from './stopKafkaHost.ts';
import type { TestRun } from './testRun.ts';

/** Milliseconds in which what tests left behind may end by itself. */
const lingerMs = 30_000;

/** Stops what the test run has started and removes its folder. */
export default async function globalTeardown(): Promise<void> {
  failIfLingering();
  const { testRun } = globalThis as { testRun?: TestRun };
  if (!testRun) return;
  await Promise.all([testRun.postgres?.stop(), stopKafkaHost(join(testRun.folder, 'kafka'))]);
  await rm(testRun.folder, { recursive: true, force: true });
}

/** A test that leaves a server or a timer behind must fail the run, and must not keep it from ending. */
function failIfLingering(): void {
  const timer = setTimeout(() => {
    console.error(
      `The tests ended ${lingerMs / 1_000} s ago, and this process is still kept alive by`,
      openResources(),
    );
    process.exit(1);
  }, lingerMs);
  timer.unref();
}
