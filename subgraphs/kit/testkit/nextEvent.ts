import type { EventPayloads, Topic } from '#generated/events.ts';
import type { EventLog, LoggedEvent } from '#platform/event-log/eventLog.ts';

/**
 * Gives the first event of a topic that a test waits for, whether it is in the log already or comes later.
 *
 * @param matches which event it is; the first of the topic unless given
 */
export async function nextEvent<T extends Topic>(
  eventLog: EventLog,
  topic: T,
  matches: (event: LoggedEvent<EventPayloads[T]>) => boolean = () => true,
): Promise<LoggedEvent<EventPayloads[T]>> {
  const { promise, resolve, reject } = Promise.withResolvers<LoggedEvent<EventPayloads[T]>>();
  const reader = await eventLog.read({
    topics: [topic],
    from: 'start',
    onEvents: (events) => {
      const found = (events as unknown as LoggedEvent<EventPayloads[T]>[]).find(matches);
      if (found) resolve(found);
    },
    onError: reject,
  });
  try {
    return await promise;
  } finally {
    await reader.close();
  }
}
