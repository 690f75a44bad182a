import { expect, test } from '@jest/globals';
import { CallClock, noSlot, type TimedCall } from './callClock.ts';

/** A call that says when it was ended, and what it takes with it. */
function timed(
  clock: CallClock,
  name: string,
  end: number,
  ended: string[],
  takes: () => readonly TimedCall[] = () => [],
) {
  const done = Promise.withResolvers<void>();
  const call = {
    slot: noSlot,
    end,
    done: done.promise,
    expire() {
      ended.push(name);
      for (const other of takes()) clock.delete(other);
      done.resolve();
    },
  };
  clock.add(call);
  return call;
}

const never = Number.POSITIVE_INFINITY;

test('each call is ended once, whichever were taken out before and in between', async () => {
  const clock = new CallClock();
  const ended: string[] = [];
  const one = timed(clock, 'one', 0, ended);
  const two = timed(clock, 'two', 0, ended);
  const three = timed(clock, 'three', 0, ended);
  const four = timed(clock, 'four', 0, ended);
  clock.delete(two);
  clock.delete(two);
  await Promise.all([one.done, three.done, four.done]);
  expect(ended.sort()).toEqual(['four', 'one', 'three']);
  expect([one, two, three, four].map(({ slot }) => slot)).toEqual([noSlot, noSlot, noSlot, noSlot]);
});

test('a call that ends may take others with it, which are not ended then', async () => {
  const clock = new CallClock();
  const ended: string[] = [];
  const calls: TimedCall[] = [];
  calls.push(timed(clock, 'first', never, ended), timed(clock, 'second', never, ended));
  const last = timed(clock, 'last', 0, ended, () => calls);
  await last.done;
  const after = timed(clock, 'after', 0, ended);
  await after.done;
  expect(ended).toEqual(['last', 'after']);
});

test('a call whose client has left is left', async () => {
  const clock = new CallClock();
  const controller = new AbortController();
  const left = Promise.withResolvers<string>();
  clock.add({
    slot: noSlot,
    end: never,
    signal: controller.signal,
    expire: () => left.resolve('expired'),
    leave: () => left.resolve('left'),
  });
  controller.abort();
  expect(await left.promise).toBe('left');
});
