import { setTimeout as delay } from 'node:timers/promises';
import { processIdentity } from '../embedded/lock/processIdentity.ts';
import { runningServices, type ServiceRecord } from './serviceRecords.ts';

const pauseMs = 50;
const killAfterMs = 15_000;

/** Stops the services that were started from this folder, and says which. Resolves when they have ended. */
export async function stopServices(folder: string, names?: readonly string[]): Promise<string[]> {
  const running = (await runningServices(folder)).filter(({ name }) => names?.includes(name) ?? true);
  await Promise.all(running.map(stop));
  await runningServices(folder);
  return running.map(({ name }) => name);
}

async function stop({ pid, identity }: ServiceRecord): Promise<void> {
  process.kill(pid, 'SIGTERM');
  const deadline = performance.now() + killAfterMs;
  let killed = false;
  while ((await processIdentity(pid)) === identity) {
    if (!killed && performance.now() > deadline) {
      process.kill(pid, 'SIGKILL');
      killed = true;
    }
    await delay(pauseMs);
  }
}
