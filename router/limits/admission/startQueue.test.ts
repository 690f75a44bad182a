import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { RequestRefused } from '../../errors/requestRefused.ts';
import { OperationCost } from './operationCost.ts';
import { StartQueue } from './startQueue.ts';

describe('the queue of operations that want to begin', () => {
  const refusal = RequestRefused.because('ROUTER_OVERLOADED');
  const events: string[] = [];
  let queue: StartQueue;
  let perOperation: number;
  let busy: number;

  beforeEach(() => {
    jest.useFakeTimers();
    jest.advanceTimersByTime(1_000);
    events.length = 0;
    queue = queueOf(2, 4);
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  /** A queue before which so many operations may always run, where one is known to keep the loop busy for so long. */
  function queueOf(always: number, milliseconds: number): StartQueue {
    perOperation = milliseconds;
    busy = 0;
    const cost = new OperationCost(() => busy);
    cost.at(performance.now() - 100);
    busy += perOperation;
    cost.began();
    cost.at(performance.now());
    return new StartQueue({ always, waitAtMost: 25, shed: (entrant) => entrant.refuse(refusal) }, cost);
  }

  /** Brings operations of these numbers; each of them runs without end once it was started. */
  function bring(first: number, last: number): void {
    for (let n = first; n <= last; n++) {
      queue.enter({
        start() {
          events.push(`${n} started`);
          busy += perOperation;
          queue.count(new Promise(() => undefined));
        },
        refuse: () => events.push(`${n} refused`),
      });
    }
  }
  const started = (): number => events.filter((event) => event.endsWith('started')).length;
  const refused = (): number => events.filter((event) => event.endsWith('refused')).length;

  test('starts at once as many as cost 20 ms together, and those that may always run', () => {
    bring(1, 100);
    expect(started()).toBe(5);
    expect(queue.waiting).toBe(95);
    queue = queueOf(50, 1_000);
    events.length = 0;
    bring(1, 100);
    expect(started()).toBe(50);
  });

  test('lets those that may always run leave no debt behind', async () => {
    queue = queueOf(2, 4);
    for (let n = 1; n <= 500; n++) {
      queue.enter({ start: () => queue.count(Promise.resolve()), refuse: () => undefined });
      await Promise.resolve();
      await Promise.resolve();
    }
    expect(queue.running).toBe(0);
    jest.advanceTimersByTime(5);
    bring(1, 3);
    jest.advanceTimersByTime(5);
    expect(started()).toBe(3);
  });

  test('starts no more at once than may always run, though they are counted only later', () => {
    bring(1, 5);
    for (let n = 1; n <= 50; n++) queue.enter({ start: () => events.push('started'), refuse: () => undefined });
    jest.advanceTimersByTime(4);
    expect(queue.waiting).toBeGreaterThan(45);
  });

  test('starts the others in their order, as fast as they can be done', () => {
    bring(1, 12);
    jest.advanceTimersByTime(40);
    expect(events).toEqual(Array.from({ length: 12 }, (_, n) => `${n + 1} started`));
    expect(queue.waiting).toBe(0);
    expect(jest.getTimerCount()).toBe(0);
  });

  test('refuses none of a burst, though the last of it waits for long', () => {
    bring(1, 200);
    jest.advanceTimersByTime(1_000);
    expect(started()).toBe(200);
    expect(refused()).toBe(0);
  });

  test('refuses what waited too long once more come all the time than can be done, and starts what has not', () => {
    for (let n = 1; n <= 1_000; n++) {
      bring(n, n);
      jest.advanceTimersByTime(1);
    }
    // 0.95 of the time by 4 ms.
    expect(started()).toBeGreaterThan(235);
    expect(started()).toBeLessThan(246);
    expect(queue.waiting).toBeLessThan(30);
    expect(started() + refused() + queue.waiting).toBe(1_000);
    jest.advanceTimersByTime(1_000);
    expect(queue.waiting).toBe(0);
    events.length = 0;
    bring(1_001, 1_001);
    expect(events).toEqual(['1001 started']);
  });

  test('a pause of the process is no overload: what waited through it is started', () => {
    bring(1, 10);
    const { now } = performance;
    performance.now = () => now.call(performance) + 60_000;
    jest.advanceTimersByTime(25);
    expect(started()).toBe(10);
    expect(refused()).toBe(0);
  });
});
