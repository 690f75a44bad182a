import { backOff } from './backOff.ts';

/** Turns whatever was thrown into an Error. */
export function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}

/**
 * Does work until it succeeds, reporting each failure and waiting longer after each.
 * @param longestPauseMs where the usual longest pause is too long
 * @returns the result, or undefined when the signal aborted after a failure; the first try is made in any case
 */
export async function persist<T>(
  work: () => Promise<T> | T,
  onError: (error: Error) => void,
  signal: AbortSignal,
  longestPauseMs?: number,
): Promise<{ result: T } | undefined> {
  for (let failures = 1; ; failures++) {
    try {
      return { result: await work() };
    } catch (thrown) {
      onError(asError(thrown));
    }
    if (signal.aborted) return undefined;
    await backOff(failures, signal, longestPauseMs);
    if (signal.aborted) return undefined;
  }
}
