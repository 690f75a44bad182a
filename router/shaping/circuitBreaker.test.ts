import { expect, test } from '@jest/globals';
import { type BreakerState, CircuitBreaker } from './circuitBreaker.ts';
import { defaultShaping } from './shapingOptions.ts';

function breaker() {
  const states: BreakerState[] = [];
  return { breaker: new CircuitBreaker(defaultShaping, (state) => states.push(state)), states };
}

function opened() {
  const made = breaker();
  for (let n = 0; n < 10; n++) made.breaker.failure(1_000);
  return made;
}

test('opens when half of the recent calls failed, and not for a few failures alone', () => {
  const { breaker: few } = breaker();
  for (let n = 0; n < 9; n++) few.failure(0);
  expect(few.state).toBe('closed');

  const { breaker: half } = breaker();
  for (let n = 0; n < 20; n++) half.success(0);
  for (let n = 0; n < 19; n++) half.failure(0);
  expect(half.state).toBe('closed');
  half.failure(0);
  expect(half.state).toBe('open');
});

test('lets nothing through for 30 seconds, then two calls, and closes when both succeed', () => {
  const { breaker: one, states } = opened();
  expect(one.admits(1_000)).toBe(false);
  expect(one.admits(30_999)).toBe(false);
  expect([one.admits(31_000), one.admits(31_000), one.admits(31_000)]).toEqual([true, true, false]);
  one.success(31_000);
  expect(one.state).toBe('half-open');
  one.success(31_000);
  expect(states).toEqual(['open', 'half-open', 'closed']);
  expect(one.admits(31_000)).toBe(true);
});

test('opens again when a call fails while it tries', () => {
  const { breaker: one, states } = opened();
  expect(one.admits(40_000)).toBe(true);
  one.failure(40_500);
  expect(one.admits(70_000)).toBe(false);
  expect(one.admits(70_500)).toBe(true);
  expect(states).toEqual(['open', 'half-open', 'open', 'half-open']);
});

test('a call that ended for a reason of ours makes room for another one', () => {
  const { breaker: one } = opened();
  expect([one.admits(40_000), one.admits(40_000)]).toEqual([true, true]);
  one.neither();
  expect([one.admits(40_000), one.admits(40_000)]).toEqual([true, false]);
});
