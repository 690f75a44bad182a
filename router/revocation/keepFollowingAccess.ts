import { setTimeout as delay } from 'node:timers/promises';
import { type AccessSources, followAccess } from './followAccess.ts';
import type { Revocations } from './revocations.ts';

const pause = 1_000;

/**
 * Follows changes of access as {@link followAccess} does. When event log or broadcast cannot be reached at the start, it
 * resolves all the same and goes on trying: queries need neither, and `/health/ready` fails meanwhile, so that a load
 * balancer sends nobody here.
 *
 * @returns the function that stops it
 */
export async function keepFollowingAccess(
  revocations: Revocations,
  sources: AccessSources,
): Promise<() => Promise<void>> {
  const stopping = new AbortController();
  let stop: (() => Promise<void>) | undefined;

  async function attempt(): Promise<boolean> {
    try {
      stop = await followAccess(revocations, sources);
      return true;
    } catch (error) {
      sources.logger.error({ err: error, event: 'security' }, 'changes of access are not known here; trying again');
      return false;
    }
  }

  async function persist(): Promise<void> {
    do await delay(pause, undefined, { signal: stopping.signal }).catch(() => undefined);
    while (!stopping.signal.aborted && !(await attempt()));
  }

  const trying = (await attempt()) ? Promise.resolve() : persist();
  return async () => {
    stopping.abort();
    await trying;
    await stop?.();
  };
}
