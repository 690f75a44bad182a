import type { EventRecord } from '#platform/events/eventRecord.ts';
import type { LogPosition } from '../eventLog.ts';
import { checkRecord } from '../shared/checkRecord.ts';
import type { KafkaParts } from './kafkaParts.ts';
import { toRecordHeaders } from './recordHeaders.ts';
import { createSender, type OutgoingRecord } from './sender.ts';
import { unavailable } from './unavailable.ts';

/** Appends of this process. */
export interface Appender {
  append(records: readonly EventRecord[]): Promise<LogPosition[]>;
  /** Resolves when no append is under way, and gives back the connections. */
  close(): Promise<void>;
}

interface Waiting {
  readonly records: readonly EventRecord[];
  resolve(positions: LogPosition[]): void;
  reject(error: unknown): void;
}

interface Prepared {
  readonly waiting: Waiting;
  readonly outgoing: readonly OutgoingRecord[];
}

const recordsAtOnce = 1_000;

/**
 * Sends one request at a time and puts everything that waits into the next one: appends that nobody awaits keep their
 * order, and many small ones share a round trip.
 */
export function createAppender(parts: KafkaParts): Appender {
  const sender = createSender(parts.link('appender'), parts.names);
  const queue: Waiting[] = [];
  let running: Promise<void> | undefined;

  async function run(): Promise<void> {
    while (queue.length > 0) {
      const prepared: Prepared[] = [];
      for (const waiting of nextBatch(queue)) {
        try {
          prepared.push({ waiting, outgoing: await prepare(waiting.records) });
        } catch (error) {
          waiting.reject(unavailable(error));
        }
      }
      if (prepared.length > 0) await send(prepared);
    }
    running = undefined;
  }

  async function send(prepared: readonly Prepared[]): Promise<void> {
    try {
      const positions = await sender.send(prepared.flatMap(({ outgoing }) => outgoing));
      let from = 0;
      for (const { waiting, outgoing } of prepared) {
        waiting.resolve(positions.slice(from, from + outgoing.length));
        from += outgoing.length;
      }
    } catch (error) {
      parts.topics.forget();
      for (const { waiting } of prepared) waiting.reject(error);
    }
  }

  /** Here and not before queueing: an append that had to wait for a new topic would be overtaken by later ones. */
  async function prepare(records: readonly EventRecord[]): Promise<OutgoingRecord[]> {
    await parts.topics.ensure(records.map(({ topic }) => topic));
    const outgoing: OutgoingRecord[] = [];
    for (const { topic, key, header, payload } of records) {
      outgoing.push({
        topic,
        partition: parts.topics.partitionOf(topic, key),
        key,
        headers: toRecordHeaders(header),
        value: await parts.codec.encodeValue(topic, payload),
      });
    }
    return outgoing;
  }

  return {
    async append(records) {
      for (const record of records) checkRecord(record);
      if (records.length === 0) return [];
      return new Promise((resolve, reject) => {
        queue.push({ records, resolve, reject });
        running ??= run();
      });
    },
    async close() {
      await running;
      sender.close();
    },
  };
}

/** Takes whole appends from the queue until they have enough records. */
function nextBatch(queue: Waiting[]): Waiting[] {
  let records = 0;
  let appends = 0;
  while (appends < queue.length && records < recordsAtOnce) records += queue[appends++]!.records.length;
  return queue.splice(0, appends);
}
