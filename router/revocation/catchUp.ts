import type { LoggedEvent, PositionVector } from '#platform/event-log/eventLog.ts';

/** Milliseconds without an event after which nothing more is there: what is missing was removed by retention. */
const quietFor = 500;

/** How far a reader has come. */
export interface CatchUp {
  /** Resolves when it has come to the ends. */
  readonly done: Promise<void>;
  /** Notes what it read. */
  note(events: LoggedEvent[]): void;
}

/** Tells when a reader from the start of some topics has come to the ends that these had. */
export function catchUp(ends: PositionVector): CatchUp {
  const { promise, resolve } = Promise.withResolvers<void>();
  const missing = new Map<string, bigint>();
  for (const [topic, partitions] of Object.entries(ends)) {
    for (const [partition, end] of Object.entries(partitions)) {
      if (BigInt(end) > 0n) missing.set(`${topic}/${partition}`, BigInt(end));
    }
  }
  const quiet = setTimeout(resolve, quietFor);
  const finish = (): void => {
    clearTimeout(quiet);
    resolve();
  };
  if (missing.size === 0) finish();
  return {
    done: promise,
    note(events) {
      if (missing.size > 0) quiet.refresh();
      for (const { position } of events) {
        const name = `${position.topic}/${position.partition}`;
        if (BigInt(position.offset) + 1n >= (missing.get(name) ?? 0n)) missing.delete(name);
      }
      if (missing.size === 0) finish();
    },
  };
}
