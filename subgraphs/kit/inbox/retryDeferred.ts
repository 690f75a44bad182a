import type { Logger } from '#platform/logs/logger.ts';
import type { OwnerPool, OwnerQueries } from '../tenancy/ownerQueries.ts';
import { pauseAfterFailure } from '../waiting/pauseAfterFailure.ts';
import type { WakeUp } from '../waiting/wakeUp.ts';
import { announceDone, insertDeadLetter } from './deadLetters.ts';
import { type DeferredEvent, deferAgain, nextDueInMs, removeDeferred, takeDueEvent } from './deferredEvents.ts';
import type { Effect } from './effect.ts';
import { type Failure, failureOf } from './failureOf.ts';
import type { RetryPolicy } from './retryPolicy.ts';

/** What deferred events are retried with. */
export interface RetrySurroundings {
  readonly effects: ReadonlyMap<string, Effect>;
  readonly pool: OwnerPool;
  readonly policy: RetryPolicy;
  readonly logger: Logger;
  /** Called when an event may have become due earlier than known. */
  readonly wakeUp: WakeUp;
}

/** Events that another process deferred are looked for this often. */
const lookEveryMs = 5_000;

/**
 * Tries deferred events again when they are due, until the signal aborts.
 *
 * Each is held by a row lock while it is tried, so any number of processes may do this; the order per key holds,
 * since only the first event of a key is ever taken.
 */
export async function retryDeferred(around: RetrySurroundings, signal: AbortSignal): Promise<void> {
  const names = [...around.effects.keys()];
  let failures = 0;
  while (!signal.aborted) {
    try {
      const found = await around.pool.transact((queries) => retryNext(queries, names, around));
      failures = 0;
      if (!found) await around.wakeUp.wait(await nextDueInMs(around.pool, names, lookEveryMs), signal);
    } catch (error) {
      failures += 1;
      if (!signal.aborted)
        around.logger.warn({ err: error, failures }, 'deferred events cannot be retried at the moment');
      await pauseAfterFailure(failures, signal);
    }
  }
}

async function retryNext(queries: OwnerQueries, names: readonly string[], around: RetrySurroundings): Promise<boolean> {
  const deferred = await takeDueEvent(queries, names);
  if (!deferred) return false;
  try {
    await around.effects.get(deferred.consumer)!.apply(deferred.event);
    await removeDeferred(queries, deferred.id);
    if (deferred.replayed) await announceDone(queries, deferred.consumer, deferred.event);
  } catch (error) {
    const failure = failureOf(error);
    if (failure.kind === 'away') throw error;
    await settle(queries, deferred, failure, around);
  }
  return true;
}

/** Lets the event wait again, or gives it up when it has had its attempts or its time. */
async function settle(
  queries: OwnerQueries,
  deferred: DeferredEvent,
  failure: Exclude<Failure, { kind: 'away' }>,
  { policy, logger }: RetrySurroundings,
): Promise<void> {
  const { reason } = failure;
  const early = failure.kind === 'early';
  const attempts = deferred.attempts + (early ? 0 : 1);
  const over = early ? deferred.waitedMs > policy.earlyAtMostMs : attempts > policy.retryDelaysMs.length;
  if (!over) {
    const dueInMs = early ? policy.earlyAfterMs(deferred.waitedMs) : policy.retryDelaysMs[attempts - 1]!;
    return deferAgain(queries, deferred.id, { attempts, reason, dueInMs });
  }
  const { consumer, event } = deferred;
  logger.error(
    { consumer, eventId: event.header.event_id, attempts, reason },
    'an event is given up; see npm run events -- dlq',
  );
  await insertDeadLetter(queries, { consumer, event, attempts, reason });
  await removeDeferred(queries, deferred.id);
}
