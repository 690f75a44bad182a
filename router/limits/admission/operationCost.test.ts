import { describe, expect, test } from '@jest/globals';
import { OperationCost } from './operationCost.ts';

describe('the cost of an operation', () => {
  /** Costs by the busy time that is told, at moments that are told. */
  function costs() {
    let busy = 0;
    const cost = new OperationCost(() => busy);
    cost.at(1_000);
    return {
      /** What one costs at that moment, before which so many began and ended and the loop was busy for so long. */
      at(now: number, began: number, ended: number, busyFor: number): number {
        busy += busyFor;
        for (let n = 0; n < began; n++) cost.began();
        for (let n = 0; n < ended; n++) cost.ended();
        return cost.at(now);
      },
    };
  }

  test('is what the loop was busy for, by the operations that came and went meanwhile', () => {
    const { at } = costs();
    expect(at(1_040, 0, 0, 0)).toBe(0);
    expect(at(1_100, 50, 50, 75)).toBeCloseTo(1.5);
    expect(at(1_200, 50, 50, 75)).toBeCloseTo(1.5);
  });

  test('follows what operations cost now', () => {
    const { at } = costs();
    let last = at(1_100, 100, 100, 10);
    for (let now = 1_200; now < 6_000; now += 100) {
      const next = at(now, 20, 20, 90);
      expect(next).toBeGreaterThan(last);
      last = next;
    }
    expect(last).toBeGreaterThan(4);
    expect(last).toBeLessThanOrEqual(4.5);
  });

  test('is no more where a crowd has begun of which none has ended, nor where one ends', () => {
    const { at } = costs();
    at(1_100, 50, 50, 50);
    for (let now = 1_200; now < 3_000; now += 100) expect(at(now, 90, 0, 90)).toBeCloseTo(1);
    for (let now = 3_000; now < 4_800; now += 100) expect(at(now, 0, 90, 90)).toBeLessThan(2.1);
  });

  test('is not asked of the loop more often than every 50 ms', () => {
    const { at } = costs();
    at(1_100, 10, 10, 10);
    expect(at(1_120, 1, 1, 5_000)).toBeCloseTo(1);
  });
});
