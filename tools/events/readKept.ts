import { isDeepStrictEqual } from 'node:util';
import { CodedError } from '#platform/errors/codedError.ts';
import type { EventLog, LoggedEvent, PositionVector } from '#platform/event-log/eventLog.ts';

/** A group that nobody joins: its lag is the number of events that are kept. */
const nobody = 'kit.event-desk';
const looks = 50;
const patienceMs = 120_000;

/**
 * Visits every event that topics keep now, in order per partition.
 * @throws CodedError EVENT_LOG_UNAVAILABLE when the log does not give them within two minutes
 */
export async function readKept(log: EventLog, topics: readonly string[], visit: (event: LoggedEvent) => void) {
  const { ends, count } = await kept(log, topics);
  if (count === 0) return;
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const late = AbortSignal.timeout(patienceMs);
  late.addEventListener('abort', () =>
    reject(new CodedError('EVENT_LOG_UNAVAILABLE', { message: 'The event log did not give its events in time.' })),
  );
  let seen = 0;
  const reader = await log.read({
    topics,
    from: 'start',
    onEvents(events) {
      for (const event of events) {
        const { topic, partition, offset } = event.position;
        if (BigInt(offset) >= BigInt(ends[topic]?.[partition] ?? '0')) continue;
        visit(event);
        seen += 1;
      }
      if (seen >= count) resolve();
    },
  });
  await promise.finally(() => reader.close());
}

/** Ends and the number of events before them, which is known when nothing was appended between two looks. */
async function kept(log: EventLog, topics: readonly string[]): Promise<{ ends: PositionVector; count: number }> {
  let ends = await log.end(topics);
  for (let look = 0; look < looks; look++) {
    const lag = await log.lag(nobody, topics);
    const after = await log.end(topics);
    if (isDeepStrictEqual(ends, after)) return { ends, count: Object.values(lag).reduce((sum, one) => sum + one, 0) };
    ends = after;
  }
  throw new CodedError('EVENT_LOG_UNAVAILABLE', { message: 'Events come too fast to be counted; name one --topic.' });
}
