import { describe, expect, test } from '@jest/globals';
import { equals, exceedsLargest, largestAmount, sum, times } from './money.ts';

const eur = (amount: string) => ({ amount, currency: 'EUR' });

describe('money', () => {
  test('adds without the error of floating point', () => {
    expect(sum([eur('0.1'), eur('0.2')])).toEqual(eur('0.30'));
  });

  test('keeps amounts that no double can hold', () => {
    expect(sum([eur('900719925474099.1001'), eur('0.0001')])).toEqual(eur('900719925474099.1002'));
  });

  test('multiplies exactly, also beyond what is kept', () => {
    expect(times(eur('19.99'), 3)).toEqual(eur('59.97'));
    expect(times(eur('999999999999999.9999'), 1_000_003)).toEqual(eur('1000002999999999999899.9997'));
  });

  test('knows what is too large to be kept', () => {
    expect(exceedsLargest(eur(largestAmount))).toBe(false);
    expect(exceedsLargest(sum([eur(largestAmount), eur('0.0001')]))).toBe(true);
  });

  test('refuses to add different currencies', () => {
    expect(() => sum([eur('1'), { amount: '1', currency: 'USD' }])).toThrow('Cannot add USD to EUR');
  });

  test('refuses to add nothing', () => {
    expect(() => sum([])).toThrow(RangeError);
  });

  test('compares by value, not by writing', () => {
    expect(equals(eur('10.5'), eur('10.5000'))).toBe(true);
    expect(equals(eur('10.5'), eur('10.51'))).toBe(false);
    expect(equals(eur('10.5'), { amount: '10.5', currency: 'USD' })).toBe(false);
  });
});
