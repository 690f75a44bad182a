import type { Broadcast } from '#platform/broadcast/broadcast.ts';
import { CodedError } from '#platform/errors/codedError.ts';
import type { EventLog, LoggedEvent } from '#platform/event-log/eventLog.ts';
import type { Logger } from '#platform/logs/logger.ts';
import { accessTopics } from './accessChangeOf.ts';
import { applyAccess } from './applyAccess.ts';
import { type FollowedChange, type FollowedState, followedChangesOf } from './followedChange.ts';
import { accessChannel } from './hearAccess.ts';

/** Where a router learns of changes of access. */
export interface AccessSources {
  readonly eventLog: EventLog;
  readonly broadcast: Broadcast | undefined;
  readonly logger: Logger;
}

/** Milliseconds without an event after which a log that was not read to its end is taken to hang. */
const silentAtMost = 10_000;

/**
 * Follows changes of access and of rate limits in the event log, and fills `state` with those that the log still has before it
 * resolves: a router that starts late must not serve whom the others refuse. What is news goes to the other routers too,
 * so that one whose reader hangs learns of it.
 *
 * @returns the function that stops following
 * @throws CodedError EVENT_LOG_UNAVAILABLE
 */
export async function followAccess(state: FollowedState, sources: AccessSources): Promise<() => Promise<void>> {
  const { eventLog, broadcast, logger } = sources;
  const tell = (change: FollowedChange): void => {
    broadcast
      ?.publish(accessChannel, change)
      .catch((error) => logger.warn({ err: error }, 'other routers were not told of a change of access'));
  };
  let isNew = false;
  const ends = await eventLog.end(accessTopics);
  let patience: NodeJS.Timeout | undefined;
  const reader = await eventLog.read({
    topics: accessTopics,
    from: 'start',
    onEvents(events: LoggedEvent[]) {
      for (const event of events) {
        for (const change of followedChangesOf(event)) {
          if (applyAccess(state, change, 'event-log', logger) && isNew) tell(change);
        }
      }
      if (!isNew) patience?.refresh();
    },
    onError: (error) => logger.warn({ err: error }, 'changes of access cannot be read at the moment'),
  });
  const { promise: silence, reject } = Promise.withResolvers<never>();
  patience = setTimeout(() => reject(new CodedError('EVENT_LOG_UNAVAILABLE')), silentAtMost);
  try {
    await Promise.race([reader.passed(ends), silence]);
  } catch (error) {
    await reader.close();
    throw error;
  } finally {
    isNew = true;
    clearTimeout(patience);
  }
  return () => reader.close();
}
