import { expect, test } from '@jest/globals';
import { pauseBefore } from './backOff.ts';

const backOff = { first: 100, longest: 5_000 };

test('pauses double up to the longest one', () => {
  const pauses = [0, 1, 2, 5, 6, 1_000].map((attempt) => pauseBefore(attempt, backOff, () => 1));
  expect(pauses).toEqual([100, 200, 400, 3_200, 5_000, 5_000]);
});

test('up to half of a pause is left out at random', () => {
  expect(pauseBefore(2, backOff, () => 0)).toBe(200);
  const pauses = new Set([...Array(50)].map(() => pauseBefore(3, backOff, Math.random)));
  expect(pauses.size).toBeGreaterThan(40);
  for (const pause of pauses) expect(pause >= 400 && pause <= 800).toBe(true);
});
