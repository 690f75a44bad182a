import { CodedError } from '#platform/errors/codedError.ts';
import type { EventLog, LoggedEvent } from '#platform/event-log/eventLog.ts';

const patienceMs = 120_000;

/**
 * Visits every event that topics keep now, in order per partition. What they keep is told by positions and not by counts:
 * a compacted topic has fewer events than offsets.
 * @throws CodedError EVENT_LOG_UNAVAILABLE when the log does not give them within two minutes
 */
export async function readKept(log: EventLog, topics: readonly string[], visit: (event: LoggedEvent) => void) {
  const ends = await log.end(topics);
  const reader = await log.read({
    topics,
    from: 'start',
    onEvents(events) {
      for (const event of events) {
        const { topic, partition, offset } = event.position;
        if (BigInt(offset) < BigInt(ends[topic]?.[partition] ?? '0')) visit(event);
      }
    },
  });
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(
    () =>
      reject(new CodedError('EVENT_LOG_UNAVAILABLE', { message: 'The event log did not give its events in time.' })),
    patienceMs,
  );
  try {
    await Promise.race([reader.passed(ends), late]);
  } finally {
    clearTimeout(timer);
    await reader.close();
  }
}
