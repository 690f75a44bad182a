import { CodedError } from '#platform/errors/codedError.ts';
import type { EventLog, PositionVector } from '../eventLog.ts';
import type { PartitionEnds } from './positions.ts';

interface Closable {
  close(): Promise<void>;
}

/** What a kind of log does by itself. It need not know what is open, nor whether the log is closed. */
export interface LogWork extends Pick<EventLog, 'append' | 'read' | 'consume' | 'lag'> {
  /** Makes topics that are not there yet; called before anything else is done with topics, but for appends. */
  ensure(topics: readonly string[]): Promise<void>;
  /** Where the partitions of topics end. */
  ends(topics: readonly string[]): Promise<readonly PartitionEnds[]>;
  /**
   * Gives back what the log stands on; called once.
   *
   * @param closeOpen closes readers and consumers, which need it until then
   */
  close(closeOpen: () => Promise<void>): Promise<void>;
}

/** A log of that work, which closes its readers and consumers with itself and refuses everything afterwards (EVENT_LOG_CLOSED). */
export function closableLog(work: LogWork): EventLog {
  const open = new Set<Closable>();
  let closing: Promise<void> | undefined;

  function refuseClosed(): void {
    if (closing) throw new CodedError('EVENT_LOG_CLOSED');
  }

  async function ensure(topics: readonly string[]): Promise<void> {
    refuseClosed();
    await work.ensure(topics);
  }

  /** Remembers what must be closed with the log, until it is closed. */
  async function track<T extends Closable>(opened: T): Promise<T> {
    if (closing) await opened.close();
    refuseClosed();
    open.add(opened);
    return { ...opened, close: () => opened.close().finally(() => open.delete(opened)) };
  }

  async function closeOpen(): Promise<void> {
    await Promise.all([...open].map((one) => one.close()));
  }

  return {
    async append(records) {
      refuseClosed();
      return work.append(records);
    },
    async read(options) {
      await ensure(options.topics);
      return track(await work.read(options));
    },
    async consume(options) {
      await ensure(options.topics);
      return track(await work.consume(options));
    },
    async end(topics) {
      await ensure(topics);
      const vector: PositionVector = Object.fromEntries(topics.map((topic) => [topic, {}]));
      for (const { topic, partition, next } of await work.ends(topics)) vector[topic]![partition] = String(next);
      return vector;
    },
    async lag(group, topics) {
      await ensure(topics);
      return work.lag(group, topics);
    },
    close() {
      closing ??= work.close(closeOpen);
      return closing;
    },
  };
}
