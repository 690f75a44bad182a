import { describe, expect, test } from '@jest/globals';
import { SlidingWindow } from './slidingWindow.ts';

const second = 1_000;

/** Counts as many as fit under the limit at a moment; gives how many did. */
function fill(window: SlidingWindow, limit: number, now: number): number {
  const free = Math.max(0, limit - window.used(now));
  window.add(free);
  return free;
}

describe('a sliding window', () => {
  test('never lets more through in any span of its length, whenever the requests come', () => {
    const window = new SlidingWindow(60);
    let seed = 7;
    const random = (below: number): number => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed % below;
    };
    const admitted: number[] = [];
    for (let now = 0; now < 600 * second; now += random(900)) {
      const wanted = random(40);
      const free = Math.min(wanted, 100 - window.used(now));
      if (free <= 0) continue;
      window.add(free);
      for (let n = 0; n < free; n++) admitted.push(now);
    }
    expect(admitted.length).toBeGreaterThan(500);
    const most = admitted.map((from) => admitted.filter((at) => at >= from && at < from + 60 * second).length);
    expect(Math.max(...most)).toBeLessThanOrEqual(100);
  });

  test('the turn of a minute gives nothing back', () => {
    const window = new SlidingWindow(60);
    expect(fill(window, 600, 59.9 * second)).toBe(600);
    expect(fill(window, 600, 60.1 * second)).toBe(0);
    expect(fill(window, 600, 119.9 * second)).toBe(0);
    expect(fill(window, 600, 120.1 * second)).toBe(600);
  });

  test('says when so much is forgotten as is asked for', () => {
    const window = new SlidingWindow(60);
    for (const [at, count] of [
      [10.5, 3],
      [20.5, 2],
      [40, 5],
    ] as const) {
      window.used(at * second);
      window.add(count);
    }
    const now = 50 * second;
    expect(window.used(now)).toBe(10);
    const waits = [1, 3, 4, 5, 6, 10].map((count) => window.untilForgotten(count, now));
    expect(waits).toEqual([21, 21, 31, 31, 51, 51].map((seconds) => seconds * second));
    expect(window.used(now + waits[0]! - 1)).toBe(10);
    expect(window.used(now + waits[0]!)).toBe(7);
  });

  test('forgets everything after a pause of any length', () => {
    for (const pause of [61, 62, 3_000, 1e7]) {
      const window = new SlidingWindow(60);
      expect(fill(window, 10, 5 * second)).toBe(10);
      expect(window.used((5 + pause) * second)).toBe(0);
      expect(fill(window, 10, (5 + pause) * second)).toBe(10);
    }
  });
});
