import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { processIdentity } from '#platform/embedded/lock/processIdentity.ts';

const pauseMs = 50;

/** Stops the broker of the test run, if a test started one, and waits until it has ended. */
export async function stopKafkaHost(home: string): Promise<void> {
  const report = await readFile(join(home, 'report.json'), 'utf8').catch(() => undefined);
  if (report === undefined) return;
  const { pid } = JSON.parse(report) as { pid: number };
  const identity = await processIdentity(pid);
  if (identity === undefined) return;
  process.kill(pid, 'SIGTERM');
  while ((await processIdentity(pid)) === identity) await delay(pauseMs);
}
