import { expect, test } from '@jest/globals';
import { HydrationQueue } from './hydrationQueue.ts';

test('one event of a quiet tenant waits for one turn, not for all that a noisy tenant has waiting', async () => {
  const queue = new HydrationQueue(1);
  const done: string[] = [];
  const gate = Promise.withResolvers<void>();
  const work = (name: string) => async () => {
    await gate.promise;
    done.push(name);
  };
  const noisy = [...Array(50).keys()].map((n) => queue.run('noisy', work(`noisy ${n}`)));
  const quiet = queue.run('quiet', work('quiet'));
  expect(queue.size).toEqual({ running: 1, waiting: 50 });
  gate.resolve();
  await Promise.all([...noisy, quiet]);
  expect(done.indexOf('quiet')).toBe(2);
  expect(done.filter((name) => name !== 'quiet')).toEqual([...Array(50).keys()].map((n) => `noisy ${n}`));
  expect(queue.size).toEqual({ running: 0, waiting: 0 });
});

test('work that fails gives its turn on', async () => {
  const queue = new HydrationQueue(1);
  const failing = queue.run('a', () => Promise.reject(new Error('no')));
  const next = queue.run('b', () => Promise.resolve('yes'));
  await expect(failing).rejects.toThrow('no');
  await expect(next).resolves.toBe('yes');
});

test('never more at once than allowed', async () => {
  const queue = new HydrationQueue(3);
  let running = 0;
  let most = 0;
  const work = async () => {
    most = Math.max(most, ++running);
    await Promise.resolve();
    running--;
  };
  await Promise.all([...Array(40).keys()].map((n) => queue.run(`tenant ${n % 7}`, work)));
  expect(most).toBe(3);
});
