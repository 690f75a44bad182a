import type { Pool } from 'pg';
import type { PartitionEnds } from '../shared/positions.ts';
import { onDatabase } from './onDatabase.ts';

/**
 * Reads the ends of every partition of these topics, in order.
 * @throws CodedError EVENT_LOG_UNAVAILABLE
 */
export async function readEnds(pool: Pool, topics: readonly string[]): Promise<PartitionEnds[]> {
  const { rows } = await onDatabase(() =>
    pool.query(
      `SELECT topic, partition, first_offset, next_offset FROM event_log.partitions
        WHERE topic = ANY ($1) ORDER BY topic, partition`,
      [topics],
    ),
  );
  return rows.map((row) => ({
    topic: row.topic,
    partition: row.partition,
    first: Number(row.first_offset),
    next: Number(row.next_offset),
  }));
}
