import type { Socket } from 'node:net';
import type { NetworkMode } from './networkMode.ts';

/** One direction of one connection. */
export interface Pipe {
  /** The network does something else from now on. */
  modeChanged(): void;
}

interface Held {
  readonly bytes: Buffer;
  readonly arrived: number;
}

const mostHeld = 1_000_000;
/** A throttled pipe gives a tenth of a second's bytes at a time. */
const slicesPerSecond = 10;

/** Moves bytes from one socket to the other as the network allows. */
export function createPipe(from: Socket, to: Socket, mode: () => NetworkMode): Pipe {
  const queue: Held[] = [];
  let held = 0;
  let ended = false;
  /** It has been half-open: something may be lost, and what comes later would be garbage. */
  let broken = mode().kind === 'half-open';
  let timer: NodeJS.Timeout | undefined;

  function later(milliseconds: number): void {
    timer ??= setTimeout(() => {
      timer = undefined;
      move();
    }, milliseconds);
  }

  function give(bytes: Buffer): void {
    held -= bytes.length;
    if (!to.destroyed && !to.writableEnded) to.write(bytes);
    if (held < mostHeld) from.resume();
  }

  /** Takes at most so many bytes from the head of the queue. */
  function take(most: number): Buffer {
    const { bytes, arrived } = queue.shift()!;
    if (bytes.length <= most) return bytes;
    queue.unshift({ bytes: bytes.subarray(most), arrived });
    return bytes.subarray(0, most);
  }

  function lose(): void {
    for (const { bytes } of queue.splice(0)) held -= bytes.length;
    from.resume();
  }

  function moveSlice(bytesPerSecond: number): void {
    if (timer !== undefined || queue.length === 0) return;
    give(take(Math.ceil(bytesPerSecond / slicesPerSecond)));
    later(1_000 / slicesPerSecond);
  }

  function moveAll(delay: number): void {
    while (queue.length > 0) {
      const wait = queue[0]!.arrived + delay - performance.now();
      if (delay > 0 && wait > 0) {
        later(wait);
        return;
      }
      give(queue.shift()!.bytes);
    }
  }

  function move(): void {
    const now = mode();
    if (broken) lose();
    else if (now.kind === 'throttle') moveSlice(now.bytesPerSecond);
    else if (now.kind !== 'stall') moveAll(now.kind === 'delay' ? now.milliseconds : 0);
    if (ended && !broken && queue.length === 0) to.end();
  }

  from.on('data', (bytes) => {
    queue.push({ bytes, arrived: performance.now() });
    held += bytes.length;
    if (held >= mostHeld) from.pause();
    move();
  });
  from.once('end', () => {
    ended = true;
    move();
  });
  from.once('close', () => to.destroyed && clearTimeout(timer));
  return {
    modeChanged() {
      clearTimeout(timer);
      timer = undefined;
      broken ||= mode().kind === 'half-open';
      move();
    },
  };
}
