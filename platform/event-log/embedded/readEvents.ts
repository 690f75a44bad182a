import type { Pool } from 'pg';
import type { LoggedEvent } from '../eventLog.ts';
import { type Cursor, eventsAtOnce } from '../shared/positions.ts';
import { onDatabase } from './onDatabase.ts';

/** Longest pause before events are read again: readers are back soon after their database. */
export const longestReadPauseMs = 1_000;

const readSql = `
  SELECT e.topic, e.partition, e."offset", e.key, e.header, e.payload
    FROM unnest($1::text[], $2::int[], $3::bigint[]) c (topic, partition, next)
   CROSS JOIN LATERAL (
     SELECT * FROM event_log.events s
      WHERE s.topic = c.topic AND s.partition = c.partition AND s."offset" >= c.next
      ORDER BY s."offset" LIMIT $4
   ) e`;

/**
 * Reads what comes next at each cursor, in order per partition, dividing the batch between the cursors: each gets at
 * least one event if it has one.
 * @param cursors at most `eventsAtOnce` of them
 * @throws CodedError EVENT_LOG_UNAVAILABLE
 */
export async function readEvents(pool: Pool, cursors: readonly Cursor[]): Promise<LoggedEvent[]> {
  const share = Math.max(1, Math.floor(eventsAtOnce / cursors.length));
  const { rows } = await onDatabase(() =>
    pool.query({
      name: 'event-log-read',
      text: readSql,
      values: [cursors.map((c) => c.topic), cursors.map((c) => c.partition), cursors.map((c) => c.next), share],
    }),
  );
  return rows.map((row) => ({
    topic: row.topic,
    key: row.key,
    header: row.header,
    payload: row.payload,
    position: { topic: row.topic, partition: row.partition, offset: row.offset },
  }));
}
