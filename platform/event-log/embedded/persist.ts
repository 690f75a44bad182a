import { backOff } from './backOff.ts';
import { unavailable } from './unavailable.ts';

/** Turns whatever was thrown into an Error. */
export function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}

/**
 * Does work until it succeeds, reporting each failure and waiting longer after each.
 * @returns the result, or undefined when the signal aborted after a failure; the first try is made in any case
 */
export async function persist<T>(
  work: () => Promise<T> | T,
  onError: (error: Error) => void,
  signal: AbortSignal,
): Promise<{ result: T } | undefined> {
  for (let failures = 1; ; failures++) {
    try {
      return { result: await work() };
    } catch (thrown) {
      onError(asError(thrown));
    }
    if (signal.aborted) return undefined;
    await backOff(failures, signal);
    if (signal.aborted) return undefined;
  }
}

/** Work on the log's database whose failures are reported as EVENT_LOG_UNAVAILABLE. */
export async function onDatabase<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw unavailable(error);
  }
}
