import type { Broadcast } from '#platform/broadcast/broadcast.ts';
import type { EventLog, LoggedEvent, LogReader } from '#platform/event-log/eventLog.ts';
import type { Logger } from '#platform/logs/logger.ts';
import { accessChangeOf, accessTopics, sentAccessChange } from './accessChangeOf.ts';
import { type CatchUp, catchUp } from './catchUp.ts';
import type { AccessChange, Revocations } from './revocations.ts';

/** Where a router learns of changes of access. */
export interface AccessSources {
  readonly eventLog: EventLog;
  readonly broadcast: Broadcast | undefined;
  readonly logger: Logger;
}

const channel = 'inopsio:access';

/**
 * Follows changes of access, and fills `revocations` with those that the log still has before it resolves: a router
 * that starts late must not serve whom the others refuse. What is news from the log goes to the other routers too, so
 * that one whose reader hangs learns of it.
 *
 * @returns the function that stops following
 * @throws CodedError EVENT_LOG_UNAVAILABLE, BROADCAST_UNAVAILABLE
 */
export async function followAccess(revocations: Revocations, sources: AccessSources): Promise<() => Promise<void>> {
  const { eventLog, broadcast, logger } = sources;
  const apply = (change: AccessChange, source: string): boolean => {
    const news = revocations.apply(change);
    const { kind, tenantId } = change;
    if (news) logger.info({ event: 'security', reason: 'access-changed', kind, tenantId, source }, 'access changed');
    return news;
  };
  const tell = (change: AccessChange): void => {
    broadcast
      ?.publish(channel, change)
      .catch((error) => logger.warn({ err: error }, 'other routers were not told of a change of access'));
  };

  const subscription = await broadcast?.subscribe(channel, (message) => {
    const change = sentAccessChange(message);
    if (change) apply(change, 'broadcast');
  });
  let isNew = false;
  let progress: CatchUp;
  let reader: LogReader;
  try {
    progress = catchUp(await eventLog.end(accessTopics));
    reader = await eventLog.read({
      topics: accessTopics,
      from: 'start',
      onEvents(events: LoggedEvent[]) {
        for (const event of events) {
          const change = accessChangeOf(event);
          if (change && apply(change, 'event-log') && isNew) tell(change);
        }
        progress.note(events);
      },
      onError: (error) => logger.warn({ err: error }, 'changes of access cannot be read at the moment'),
    });
  } catch (error) {
    await subscription?.close();
    throw error;
  }
  await progress.done;
  isNew = true;
  return async () => {
    await Promise.all([reader.close(), subscription?.close()]);
  };
}
