import type { Pool } from 'pg';
import { onDatabase } from './persist.ts';

/** The ends of one partition: the oldest offset that is kept and the next one to be given. */
export interface PartitionEnds {
  readonly topic: string;
  readonly partition: number;
  readonly first: number;
  readonly next: number;
}

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
