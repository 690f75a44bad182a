import { setTimeout as delay } from 'node:timers/promises';

const firstMs = 100;
const usualLongestMs = 5_000;

/** Waits before the next try: 0.1 s after the first failure, doubling up to 5 s unless told otherwise, or until the signal aborts. */
export async function backOff(failures: number, signal: AbortSignal, longestMs = usualLongestMs): Promise<void> {
  const full = Math.min(longestMs, firstMs * 2 ** Math.min(failures - 1, 16));
  // Up to a quarter less, at random, so that those who failed together do not return together.
  const pause = full * (1 - Math.random() / 4);
  await delay(pause, undefined, { signal }).catch(() => undefined);
}
