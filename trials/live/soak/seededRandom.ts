/** Numbers that one seed decides, so that a run can be made again. */
export interface SeededRandom {
  /** From 0 to 1, 1 excluded. */
  next(): number;
  /** From 0 to the number, itself excluded. */
  below(most: number): number;
  oneOf<T>(some: readonly T[]): T;
  happens(probability: number): boolean;
}

/**
 * Mulberry32.
 * @see https://gist.github.com/tommyettinger/46a874533244883189143505d203312c
 */
export function seededRandom(seed: number): SeededRandom {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (most: number): number => Math.floor(next() * most);
  return { next, below, oneOf: (some) => some[below(some.length)]!, happens: (probability) => next() < probability };
}
