import { expect, test } from '@jest/globals';
import { Bulkhead } from './bulkhead.ts';

function callsInto(bulkhead: Bulkhead) {
  const started: number[] = [];
  const call = (order: number) => ({ order, start: () => void started.push(order), refuse: () => undefined });
  return { started, call, enter: (order: number) => bulkhead.enter(call(order)) };
}

test('older work goes first among what waits; work of the same age in its order', () => {
  const bulkhead = new Bulkhead(1, 10);
  const { started, enter } = callsInto(bulkhead);
  for (const order of [5, 9, 2, 7, 2.5, 1]) enter(order);
  for (let n = 0; n < 6; n++) bulkhead.release();
  expect(started).toEqual([5, 1, 2, 2.5, 7, 9]);
  expect(bulkhead.size).toEqual({ running: 0, waiting: 0 });
});

test('what does not fit in the queue is refused, and what left it makes room', () => {
  const bulkhead = new Bulkhead(1, 1);
  const { started, call, enter } = callsInto(bulkhead);
  const second = call(2);
  expect([enter(1), bulkhead.enter(second), enter(3)]).toEqual([true, true, false]);
  bulkhead.leave(second);
  expect(enter(4)).toBe(true);
  bulkhead.release();
  expect(started).toEqual([1, 4]);
});

test('all that waits can be taken back, older work first; what runs goes on', () => {
  const bulkhead = new Bulkhead(1, 10);
  const { started, enter } = callsInto(bulkhead);
  for (const order of [1, 4, 2, 3]) enter(order);
  expect(bulkhead.drain().map(({ order }) => order)).toEqual([2, 3, 4]);
  expect(bulkhead.size).toEqual({ running: 1, waiting: 0 });
  bulkhead.release();
  expect(started).toEqual([1]);
});
