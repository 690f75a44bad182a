import type { Pool } from 'pg';
import type { EventRecord } from '#platform/events/eventRecord.ts';
import type { LogPosition } from '../eventLog.ts';
import { checkRecord, type StoredRecord } from '../shared/checkRecord.ts';
import type { Topics } from './topics.ts';
import { unavailable } from './unavailable.ts';

/** Appends of this process. */
export interface Appender {
  append(records: readonly EventRecord[]): Promise<LogPosition[]>;
  /** Resolves when no append is under way. */
  settled(): Promise<void>;
}

interface Waiting {
  readonly records: readonly StoredRecord[];
  resolve(positions: LogPosition[]): void;
  reject(error: unknown): void;
}

const recordsAtOnce = 1_000;
const appendSql = 'SELECT event_log.append($1, $2, $3, $4, $5) AS offsets';

/**
 * Writes one transaction at a time and puts everything that waits into the next one: many small appends then share
 * one flush to disk and one notification.
 */
export function createAppender(pool: Pool, topics: Topics): Appender {
  const queue: Waiting[] = [];
  let running: Promise<void> | undefined;

  async function run(): Promise<void> {
    while (queue.length > 0) {
      const batch = nextBatch(queue);
      try {
        const positions = await write(batch.flatMap((waiting) => waiting.records));
        let from = 0;
        for (const { records, resolve } of batch) {
          resolve(positions.slice(from, from + records.length));
          from += records.length;
        }
      } catch (error) {
        const coded = unavailable(error);
        for (const { reject } of batch) reject(coded);
      }
    }
    running = undefined;
  }

  async function write(records: readonly StoredRecord[]): Promise<LogPosition[]> {
    // Here and not before queueing: an append that had to wait for a new topic would be overtaken by later ones.
    await topics.ensure(records.map((record) => record.topic));
    const partitions = records.map(({ topic, key }) => topics.partitionOf(topic, key));
    const columns = (['topic', 'key', 'header', 'payload'] as const).map((name) =>
      records.map((record) => record[name]),
    );
    const [topic, key, header, payload] = columns;
    const { rows } = await pool.query<{ offsets: string[] }>(appendSql, [topic, partitions, key, header, payload]);
    const { offsets } = rows[0]!;
    return records.map((record, i) => ({ topic: record.topic, partition: partitions[i]!, offset: offsets[i]! }));
  }

  return {
    async append(events) {
      const records = events.map(checkRecord);
      if (records.length === 0) return [];
      return new Promise((resolve, reject) => {
        queue.push({ records, resolve, reject });
        running ??= run();
      });
    },
    settled: async () => running,
  };
}

/** Takes whole appends from the queue until they have enough records; an append is never divided. */
function nextBatch(queue: Waiting[]): Waiting[] {
  let records = 0;
  let appends = 0;
  while (appends < queue.length && records < recordsAtOnce) records += queue[appends++]!.records.length;
  return queue.splice(0, appends);
}
