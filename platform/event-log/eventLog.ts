import type { EventRecord } from '#platform/events/eventRecord.ts';

/**
 * Where an event stands. Offsets are decimal strings, ascending within a partition from 0, without gaps but for those that
 * compaction makes.
 */
export interface LogPosition {
  topic: string;
  partition: number;
  offset: string;
}

/** An event as the log gives it back. */
export interface LoggedEvent<P = Record<string, unknown>> extends EventRecord<P> {
  position: LogPosition;
}

/** Topic → partition → offset of the next event to read. A partition that is not named is read from its start. */
export type PositionVector = Record<string, Record<string, string>>;

/** What a reader without a group wants. `onEvents` must not wait for the close of its own reader. */
export interface ReadOptions {
  topics: readonly string[];
  /** `start`: everything kept. `end`: what is appended after `read` resolved. A vector: from those offsets on. */
  from: 'start' | 'end' | PositionVector;
  /**
   * Gets events in order per partition, at most 500 at once; the next call waits for the returned promise. When it
   * fails, the same events come again after a growing delay.
   */
  onEvents(events: LoggedEvent[]): Promise<void> | void;
  /**
   * Told about each failure that the reader recovers from by itself; also, with EVENT_POSITION_EXPIRED or
   * EVENT_POSITION_INVALID and before it gives what lies behind them, that it goes on behind events which it never gives,
   * since retention was faster or the log has lost its end.
   */
  onError?(error: Error): void;
  /** Closes the reader when aborted. */
  signal?: AbortSignal;
}

/** What a member of a consumer group wants. `onEvents` must not wait for the close of its own consumer. */
export interface ConsumeOptions {
  /** Members of one group share the partitions; each event goes to one of them. */
  group: string;
  topics: readonly string[];
  /**
   * Gets events of one partition in order, at most 500 at once; calls for different partitions may overlap. Offsets
   * are committed after the promise resolves; when it rejects, the same events come again after a growing delay
   * while other partitions go on.
   */
  onEvents(events: LoggedEvent[]): Promise<void>;
  /** Told about each failure, of `onEvents` and of the log, before it is tried again. */
  onError?(error: Error): void;
}

/** A running reader. */
export interface LogReader {
  /**
   * Resolves when `onEvents` has dealt with everything before those positions: not counted in events, since a compacted
   * topic has no event at some of its offsets. Partitions that it does not read are passed.
   * @throws CodedError EVENT_LOG_CLOSED when the reader is closed before
   */
  passed(positions: PositionVector): Promise<void>;
  /** Resolves when no call of `onEvents` runs and none will follow. */
  close(): Promise<void>;
}

/** A running member of a consumer group. */
export interface LogConsumer {
  /** Waits for the running `onEvents`, commits what it finished, and leaves its partitions to others. */
  close(): Promise<void>;
}

/**
 * The event log as the product sees it; every implementation passes `eventLogContract`.
 *
 * Events of one topic and key are read in the order of their appends. A group starts at the beginning of a topic.
 * Delivery to groups is at least once: receivers recognise repetitions by `header.event_id`.
 */
export interface EventLog {
  /**
   * Appends records and resolves when all are durable, with one position per record. A record that is not valid keeps all
   * from being appended; when the log fails, some may have been stored, and the producer repeats the append.
   * @throws CodedError EVENT_LOG_UNAVAILABLE, EVENT_LOG_CLOSED, EVENT_INVALID
   */
  append(records: readonly EventRecord[]): Promise<LogPosition[]>;

  /**
   * Reads topics without a group. Resolves once positioned: what is appended from then on is delivered.
   * @throws CodedError EVENT_LOG_UNAVAILABLE, EVENT_LOG_CLOSED, EVENT_POSITION_INVALID, EVENT_POSITION_EXPIRED when
   * retention removed events that the vector asks for
   */
  read(options: ReadOptions): Promise<LogReader>;

  /**
   * Joins a consumer group.
   * @throws CodedError EVENT_LOG_UNAVAILABLE, EVENT_LOG_CLOSED
   */
  consume(options: ConsumeOptions): Promise<LogConsumer>;

  /** The vector behind the last event of each topic: reading from it gives what is appended afterwards. */
  end(topics: readonly string[]): Promise<PositionVector>;

  /** How many events of each topic the group has yet to commit. */
  lag(group: string, topics: readonly string[]): Promise<Record<string, number>>;

  /** Closes every reader and consumer of this log and gives back what it holds. */
  close(): Promise<void>;
}
