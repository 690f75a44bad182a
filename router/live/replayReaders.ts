import type { EventLog, LoggedEvent, LogReader } from '#platform/event-log/eventLog.ts';
import { isSkip } from '#platform/event-log/shared/skipped.ts';
import type { Logger } from '#platform/logs/logger.ts';
import type { LiveMetrics } from './liveMetrics.ts';
import type { Offsets, TopicPosition } from './topicPosition.ts';

/** Events that a reader keeps for replays which are behind the fastest one. */
const keptAtMost = 2_000;

/** One replay's way through what a shared reader reads. */
export interface ReplayReading {
  /**
   * The next events, some of which may lie before the replay's position; undefined when it has fallen too far behind, or
   * the log skipped events, and the replay must ask for a reading from where it stands.
   * @param border once set, the same each time: `through` when all events before it were given, though there may be none
   * right before it
   */
  next(border?: Offsets): Promise<LoggedEvent[] | 'through' | undefined>;
  leave(): void;
}

/**
 * Shares readers of the log between replays. When a router dies, a thousand subscribers come back to another one at
 * once, with cursors near one another: they read the log once. A reader goes at the pace of its fastest replay, and
 * keeps what it read for the others; whoever falls too far behind goes on with another reader.
 */
export class ReplayReaders {
  readonly #eventLog: EventLog;
  readonly #metrics: LiveMetrics;
  readonly #logger: Logger;
  readonly #readers = new Set<SharedReader>();

  constructor(eventLog: EventLog, metrics: LiveMetrics, logger: Logger) {
    this.#eventLog = eventLog;
    this.#metrics = metrics;
    this.#logger = logger;
  }

  /** Readers that are open. */
  get size(): number {
    return this.#readers.size;
  }

  /** Begins to read from a position on. Rejects with what the log says when it cannot be read from there. */
  async join(from: TopicPosition): Promise<ReplayReading> {
    for (;;) {
      const known = [...this.#readers].find((reader) => reader.serves(from));
      const reader = known ?? this.#open(from);
      const reading = reader.join();
      try {
        await reader.opened;
        return reading;
      } catch (error) {
        reading.leave();
        // Somebody else's position may be gone from the log while this one is not.
        if (!known || known.from.covers(from.offsets)) throw error;
      }
    }
  }

  #open(from: TopicPosition): SharedReader {
    this.#metrics.replayReaders++;
    const reader = new SharedReader(this.#eventLog, from, this.#logger, () => this.#readers.delete(reader));
    this.#readers.add(reader);
    return reader;
  }
}

interface Passing {
  readonly isOver: boolean;
}

class SharedReader {
  readonly from: TopicPosition;
  readonly opened: Promise<LogReader>;
  readonly #logger: Logger;
  readonly #onClosed: () => void;
  /** What was read and is kept; before it, so many were dropped. */
  #batches: LoggedEvent[][] = [];
  #dropped = 0;
  #replays = 0;
  #isClosed = false;
  #waiting: (() => void)[] = [];
  /** Lets the log go on. */
  #goOn: () => void = () => undefined;

  constructor(eventLog: EventLog, from: TopicPosition, logger: Logger, onClosed: () => void) {
    const { topic, offsets } = from;
    this.from = from;
    this.#logger = logger;
    this.#onClosed = onClosed;
    this.opened = eventLog.read({
      topics: [topic],
      from: { [topic]: { ...offsets } },
      onEvents: (events) => this.#take(events),
      onError: (error) => {
        logger.warn({ err: error, topic }, 'a replay was interrupted and goes on');
        // Whoever reads on from where it stands is told what is gone.
        if (isSkip(error)) this.#close();
      },
    });
    this.opened.catch(() => this.#close());
  }

  /** Whether everything behind the position is still to come or kept. */
  serves(position: TopicPosition): boolean {
    return position.topic === this.from.topic && this.#dropped === 0 && position.covers(this.from.offsets);
  }

  join(): ReplayReading {
    let at = 0;
    let isThere = true;
    let passing: Passing | undefined;
    this.#replays++;
    return {
      next: (border) => {
        passing ??= border && this.#passing(border);
        return this.#batch(at++, passing);
      },
      leave: () => {
        if (!isThere) return;
        isThere = false;
        if (--this.#replays === 0) this.#close();
      },
    };
  }

  async #batch(number: number, passing: Passing | undefined): Promise<LoggedEvent[] | 'through' | undefined> {
    while (number >= this.#dropped + this.#batches.length && !this.#isClosed) {
      if (passing?.isOver) return 'through';
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    const batch = number < this.#dropped ? undefined : this.#batches[number - this.#dropped];
    if (number === this.#dropped + this.#batches.length - 1) this.#goOn();
    return batch;
  }

  /** Looks out for the moment from which no event before those offsets is still to be read. */
  #passing(border: Offsets): Passing {
    const passing = { isOver: false };
    const over = (): void => {
      passing.isOver = true;
      this.#wake();
    };
    this.opened
      .then((reader) => reader.passed({ [this.from.topic]: { ...border } }))
      // Closed meanwhile: whoever waits has been told.
      .then(over, () => undefined);
    return passing;
  }

  /** Takes what was read; the log goes on once a replay has come to it. */
  #take(events: LoggedEvent[]): Promise<void> {
    if (this.#isClosed) return Promise.resolve();
    this.#batches.push(events);
    let kept = this.#batches.reduce((sum, batch) => sum + batch.length, 0);
    while (kept > keptAtMost && this.#batches.length > 1) {
      kept -= this.#batches.shift()!.length;
      this.#dropped++;
    }
    const taken = new Promise<void>((resolve) => {
      this.#goOn = resolve;
    });
    this.#wake();
    return taken;
  }

  #close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#onClosed();
    this.#goOn();
    this.#wake();
    this.opened.then(
      (reader) =>
        reader.close().catch((error) => this.#logger.warn({ err: error }, 'closing the reader of replays failed')),
      () => undefined,
    );
  }

  #wake(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}
