import type { LoggedEvent } from '#platform/event-log/eventLog.ts';
import type { Logger } from '#platform/logs/logger.ts';
import type { OwnerQueries } from '../tenancy/ownerQueries.ts';
import { insertDeadLetter } from './deadLetters.ts';
import { deferEvent, heldUp } from './deferredEvents.ts';
import type { Effect } from './effect.ts';
import { failureOf } from './failureOf.ts';
import { isIdentified } from './isIdentified.ts';
import type { RetryPolicy } from './retryPolicy.ts';

/** What a batch is handled with. */
export interface BatchSurroundings {
  readonly queries: OwnerQueries;
  readonly policy: RetryPolicy;
  readonly logger: Logger;
  /** Told when an event was put aside for another attempt. */
  onDeferred(): void;
}

/** Keys of one batch that are worked on at the same time; the events of a key follow one another. */
const keysAtOnce = 4;

/**
 * Handles a batch of the log so that afterwards each event had its effect, waits among the deferred events, or lies
 * among the dead letters. Then the log may forget it, and no event holds up those of other keys.
 *
 * @throws CodedError STORE_UNAVAILABLE, COMMIT_UNKNOWN when the database is away: the log brings the batch again
 */
export async function handleBatch(effect: Effect, events: readonly LoggedEvent[], around: BatchSurroundings) {
  const wellFormed: LoggedEvent[] = [];
  for (const event of events) {
    if (isIdentified(event)) wellFormed.push(event);
    else await refuse(effect, event, around);
  }
  if (wellFormed.length === 0) return;
  const { keys, dead } = await heldUp(around.queries, effect.name, wellFormed);
  const waiting = [...Map.groupBy(wellFormed, (event) => event.key).values()];
  const outcomes = await Promise.allSettled(
    Array.from({ length: keysAtOnce }, async () => {
      for (let sequence = waiting.shift(); sequence; sequence = waiting.shift()) {
        const left = sequence.filter((event) => !dead.has(event.header.event_id));
        await handleSequence(effect, left, keys.has(sequence[0]!.key), around);
      }
    }),
  );
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failed) throw failed.reason;
}

/** Handles the events of one key in order; from the first that must wait, all of them wait. */
async function handleSequence(
  effect: Effect,
  events: readonly LoggedEvent[],
  heldUpBefore: boolean,
  around: BatchSurroundings,
): Promise<void> {
  let behind = heldUpBefore;
  for (const event of events) {
    const deferral = behind ? { attempts: 0, reason: null, dueInMs: 0 } : await attempt(effect, event, around);
    if (!deferral) continue;
    behind = true;
    await deferEvent(around.queries, { consumer: effect.name, event, ...deferral });
    around.onDeferred();
  }
}

async function attempt(effect: Effect, event: LoggedEvent, { policy, logger }: BatchSurroundings) {
  try {
    await effect.apply(event);
    return undefined;
  } catch (error) {
    const failure = failureOf(error);
    if (failure.kind === 'away') throw error;
    if (failure.kind === 'early') return { attempts: 0, reason: failure.reason, dueInMs: policy.earlyAfterMs(0) };
    logger.warn(
      { err: error, consumer: effect.name, eventId: event.header.event_id },
      'an event failed; it is retried',
    );
    return { attempts: 1, reason: failure.reason, dueInMs: policy.retryDelaysMs[0] ?? 0 };
  }
}

async function refuse(effect: Effect, event: LoggedEvent, { queries, logger }: BatchSurroundings): Promise<void> {
  logger.error({ consumer: effect.name, position: event.position }, 'an event names no tenant or no id; put it aside');
  const reason = 'EVENT_INVALID: the header needs event_id and tenant_id, both UUIDs.';
  await insertDeadLetter(queries, { consumer: effect.name, event, attempts: 0, reason });
}
