import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from '#platform/logs/logger.ts';
import { type AccessSources, followAccess } from './followAccess.ts';
import type { FollowedState } from './followedChange.ts';
import { hearAccess } from './hearAccess.ts';

const pause = 1_000;

/** A router that follows changes of access, or tries to. */
export interface FollowedAccess {
  /** Whether what the log knows of access is known here; until then the router is not ready. */
  isKnown(): boolean;
  /** Whether other routers are heard; true where there is no broadcast. */
  isHeard(): boolean;
  stop(): Promise<void>;
}

interface Kept {
  works(): boolean;
  stop(): Promise<void>;
}

/**
 * Follows changes of access in the event log ({@link followAccess}) and hears of them from other routers
 * ({@link hearAccess}). What cannot be reached at the start does not hold up the start: it is tried again, each by itself.
 */
export async function keepFollowingAccess(state: FollowedState, sources: AccessSources): Promise<FollowedAccess> {
  const { broadcast, logger } = sources;
  const [log, others] = await Promise.all([
    keep(() => followAccess(state, sources), logger, 'changes of access are not known here; trying again'),
    broadcast && keep(() => hearAccess(state, broadcast, logger), logger, 'other routers are not heard; trying again'),
  ]);
  return {
    isKnown: () => log.works(),
    isHeard: () => others?.works() ?? true,
    async stop() {
      await Promise.all([log.stop(), others?.stop()]);
    },
  };
}

/** Begins something, again and again until it succeeds; resolves after the first attempt. */
async function keep(begin: () => Promise<() => Promise<void>>, logger: Logger, failure: string): Promise<Kept> {
  const stopping = new AbortController();
  let end: (() => Promise<void>) | undefined;

  async function attempt(): Promise<boolean> {
    try {
      end = await begin();
      return true;
    } catch (error) {
      logger.error({ err: error, event: 'security' }, failure);
      return false;
    }
  }

  async function persist(): Promise<void> {
    do await delay(pause, undefined, { signal: stopping.signal }).catch(() => undefined);
    while (!stopping.signal.aborted && !(await attempt()));
  }

  const trying = (await attempt()) ? Promise.resolve() : persist();
  return {
    works: () => end !== undefined,
    async stop() {
      stopping.abort();
      await trying;
      await end?.();
    },
  };
}
