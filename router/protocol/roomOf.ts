import type { Writable } from 'node:stream';

type Stream = Pick<Writable, 'writableNeedDrain' | 'destroyed' | 'once' | 'off'>;

/** One wait per stream, however many wait on it. */
const waits = new WeakMap<Stream, Promise<void>>();

/** Resolves when a stream has written what it holds, or is closed; undefined when it takes more at once. */
export function roomOf(stream: Stream): Promise<void> | undefined {
  if (!stream.writableNeedDrain || stream.destroyed) return undefined;
  const known = waits.get(stream);
  if (known) return known;
  const wait = new Promise<void>((resolve) => {
    const done = (): void => {
      stream.off('drain', done);
      stream.off('close', done);
      waits.delete(stream);
      resolve();
    };
    stream.once('drain', done);
    stream.once('close', done);
  });
  waits.set(stream, wait);
  return wait;
}
