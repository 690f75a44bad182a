import type { Pool } from 'pg';
import { checkTopic } from '../shared/checkRecord.ts';
import { partitionOfKey } from '../shared/partitionOfKey.ts';
import { unavailable } from './unavailable.ts';

/** Knows the topics and how many partitions each has; makes those that are new. */
export interface Topics {
  /**
   * Makes sure that these topics exist.
   * @throws CodedError EVENT_INVALID, EVENT_LOG_UNAVAILABLE
   */
  ensure(topics: readonly string[]): Promise<void>;
  /** How many partitions a topic has that `ensure` was called for. */
  partitions(topic: string): number;
  /** The partition of a key in such a topic, as Kafka's default partitioner chooses it. */
  partitionOf(topic: string, key: string): number;
}

/** @param partitions how many partitions a new topic gets; those that exist keep theirs */
export function createTopics(pool: Pool, partitions: number): Topics {
  const known = new Map<string, number>();

  async function ensure(topics: readonly string[]): Promise<void> {
    const unknown = [...new Set(topics)].filter((topic) => !known.has(topic));
    if (unknown.length === 0) return;
    unknown.forEach(checkTopic);
    try {
      await pool.query('SELECT event_log.ensure_topics($1, $2)', [unknown, partitions]);
      const { rows } = await pool.query('SELECT topic, partitions FROM event_log.topics WHERE topic = ANY ($1)', [
        unknown,
      ]);
      for (const row of rows) known.set(row.topic, row.partitions);
    } catch (error) {
      throw unavailable(error);
    }
  }

  const count = (topic: string) => known.get(topic)!;
  return {
    ensure,
    partitions: count,
    partitionOf: (topic, key) => partitionOfKey(key, count(topic)),
  };
}
