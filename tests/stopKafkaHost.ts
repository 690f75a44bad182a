import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { processIdentity } from '#platform/embedded/lock/processIdentity.ts';

const pauseMs = 50;
const patienceMs = 15_000;

/** Stops the broker of the test run, if a test started one, and waits until it has ended; kills what does not end. */
export async function stopKafkaHost(home: string): Promise<void> {
  const report = await readFile(join(home, 'report.json'), 'utf8').catch(() => undefined);
  if (report === undefined) return;
  const { pid } = JSON.parse(report) as { pid: number };
  const identity = await processIdentity(pid);
  if (identity === undefined) return;
  process.kill(pid, 'SIGTERM');
  const last = Date.now() + patienceMs;
  while ((await processIdentity(pid)) === identity) {
    // The broker is bound to the life of its host.
    if (Date.now() > last) process.kill(pid, 'SIGKILL');
    await delay(pauseMs);
  }
}
