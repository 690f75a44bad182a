import { expect, test } from '@jest/globals';
import { type Alarm, detect } from './detect.ts';

const rule = { threshold: 3, windowSeconds: 60 };
const alarm = (id: string, second: number, alertId: string | null = null): Alarm => ({
  id,
  raisedAt: new Date(Date.UTC(2026, 0, 1) + second * 1000),
  alertId,
});
const ids = (alarms: readonly Alarm[] | undefined) => alarms?.map(({ id }) => id);

test('three alarms within a minute raise an alert', () => {
  expect(ids(detect(rule, [alarm('a', 0), alarm('b', 30), alarm('c', 60)]))).toEqual(['a', 'b', 'c']);
});

test('two do not', () => {
  expect(detect(rule, [alarm('a', 0), alarm('b', 1)])).toBeUndefined();
});

test('three over more than a minute do not', () => {
  expect(detect(rule, [alarm('a', 0), alarm('b', 30), alarm('c', 60.001)])).toBeUndefined();
});

test('alarms that raised an alert already do not count again', () => {
  expect(detect(rule, [alarm('a', 0, 'x'), alarm('b', 1, 'x'), alarm('c', 2, 'x'), alarm('d', 3)])).toBeUndefined();
});

test('the order of delivery does not matter', () => {
  expect(ids(detect(rule, [alarm('c', 50), alarm('a', 0), alarm('b', 30)]))).toEqual(['a', 'b', 'c']);
});

test('a late alarm completes an older window', () => {
  expect(ids(detect(rule, [alarm('a', 0), alarm('z', 500), alarm('b', 10), alarm('c', 20)]))).toEqual(['a', 'b', 'c']);
});
