import type { Pool } from 'pg';
import { isDeadLetterTopic } from '../shared/deadLetterTopics.ts';
import { onDatabase } from './onDatabase.ts';

/** A week's events take longer than what else the log is asked. */
const removal = { text: 'SELECT event_log.remove_before($1, $2, $3) AS removed', query_timeout: 120_000 };

/**
 * Removes the events that were appended before an instant, one partition per transaction, read or not.
 * @param from whether events, dead letters or both are removed
 * @returns how many there were
 * @throws CodedError EVENT_LOG_UNAVAILABLE
 */
export async function removeBefore(
  pool: Pool,
  instant: Date,
  from: 'events' | 'dead letters' | 'all' = 'all',
): Promise<number> {
  return onDatabase(async () => {
    const { rows } = await pool.query(
      'SELECT topic, partition FROM event_log.partitions WHERE next_offset > first_offset',
    );
    let removed = 0;
    for (const { topic, partition } of rows) {
      if (from !== 'all' && isDeadLetterTopic(topic) !== (from === 'dead letters')) continue;
      const result = await pool.query({ ...removal, values: [topic, partition, instant] });
      removed += Number(result.rows[0].removed);
    }
    return removed;
  });
}
