import type { Pool } from 'pg';
import { onDatabase } from './onDatabase.ts';

/**
 * How many kept events of each topic the group has yet to commit; all of them when it never joined.
 * @throws CodedError EVENT_LOG_UNAVAILABLE
 */
export async function readLag(pool: Pool, group: string, topics: readonly string[]): Promise<Record<string, number>> {
  const { rows } = await onDatabase(() =>
    pool.query(
      `SELECT p.topic, sum(p.next_offset - greatest(p.first_offset, coalesce(g.next_offset, 0))) AS lag
         FROM event_log.partitions p
         LEFT JOIN (event_log.group_positions g JOIN event_log.consumer_groups c ON c.id = g.group_id AND c.name = $1)
           ON g.topic = p.topic AND g.partition = p.partition
        WHERE p.topic = ANY ($2) GROUP BY p.topic`,
      [group, topics],
    ),
  );
  return Object.fromEntries(rows.map((row) => [row.topic, Number(row.lag)]));
}
