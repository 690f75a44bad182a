/** How long to wait before trying again. */
export interface BackOff {
  /** Milliseconds before the first new attempt; doubled with each. */
  readonly first: number;
  readonly longest: number;
}

/**
 * The pause before an attempt, in milliseconds: doubled each time up to the longest, of which a random half is left out,
 * so that a thousand clients of a router that was restarted do not come back in the same moment.
 *
 * @param attempt 0 for the first new one
 * @param random from 0 to 1
 */
export function pauseBefore(attempt: number, { first, longest }: BackOff, random: () => number): number {
  const full = Math.min(first * 2 ** Math.min(attempt, 30), longest);
  return full * (0.5 + random() / 2);
}
