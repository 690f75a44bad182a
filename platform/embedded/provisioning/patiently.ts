import { setTimeout as delay } from 'node:timers/promises';
import { GraphRefusal } from './graphClient.ts';

const pauseMs = 500;

/**
 * Does something that bears repetition until the API serves it. A machine with much other work may not manage in time what it
 * manages a moment later, and the API says of such a refusal that it may be asked again.
 *
 * @param forMs after so many milliseconds it is not repeated any more
 * @throws what the work threw at last, and at once what repetition does not mend
 */
export async function patiently<Result>(forMs: number, work: () => Promise<Result>): Promise<Result> {
  const end = performance.now() + forMs;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof GraphRefusal && error.mayRetry) || performance.now() >= end) throw error;
    }
    await delay(pauseMs);
  }
}
