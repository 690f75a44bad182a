import { setTimeout as delay } from 'node:timers/promises';

const firstMs = 100;
const longestMs = 2_000;

/** Waits 0.1 s after the first failure in a row, then twice as long each time up to 2 s, or until the signal aborts. */
export async function pauseAfterFailure(failures: number, signal: AbortSignal): Promise<void> {
  const full = Math.min(longestMs, firstMs * 2 ** Math.min(failures - 1, 10));
  // Up to a quarter less, at random, so that those who failed together do not come back together.
  await delay(full * (1 - Math.random() / 4), undefined, { signal }).catch(() => undefined);
}
