import { CodedError } from '#platform/errors/codedError.ts';
import type { PositionVector } from '../eventLog.ts';
import type { Cursor } from './positions.ts';

/** How far a reader has come in each of its partitions. */
export interface Progress {
  /** Everything before that offset was given, or is not there. */
  advance(topic: string, partition: number, next: number): void;
  /** See `LogReader.passed`. */
  passed(positions: PositionVector): Promise<void>;
  /** The reader comes no further: whoever waits is refused. */
  close(): void;
}

interface Waiter {
  readonly positions: PositionVector;
  resolve(): void;
  reject(error: Error): void;
}

/** Makes the progress of a reader that begins at those cursors. */
export function createProgress(cursors: readonly Readonly<Cursor>[]): Progress {
  const topics = new Map<string, Map<number, number>>();
  const waiters = new Set<Waiter>();
  let closed = false;

  function note(topic: string, partition: number, next: number): void {
    const partitions = topics.get(topic) ?? new Map<number, number>();
    topics.set(topic, partitions);
    partitions.set(partition, Math.max(next, partitions.get(partition) ?? 0));
  }

  function isPassed(positions: PositionVector): boolean {
    return Object.entries(positions).every(([topic, offsets]) =>
      Object.entries(offsets).every(([partition, offset]) => {
        const next = topics.get(topic)?.get(Number(partition));
        return next === undefined || next >= Number(offset);
      }),
    );
  }

  for (const { topic, partition, next } of cursors) note(topic, partition, next);
  return {
    advance(topic, partition, next) {
      note(topic, partition, next);
      for (const waiter of waiters) {
        if (!isPassed(waiter.positions)) continue;
        waiters.delete(waiter);
        waiter.resolve();
      }
    },
    passed(positions) {
      if (isPassed(positions)) return Promise.resolve();
      if (closed) return Promise.reject(new CodedError('EVENT_LOG_CLOSED'));
      return new Promise((resolve, reject) => waiters.add({ positions, resolve, reject }));
    },
    close() {
      closed = true;
      for (const { reject } of waiters) reject(new CodedError('EVENT_LOG_CLOSED'));
      waiters.clear();
    },
  };
}
