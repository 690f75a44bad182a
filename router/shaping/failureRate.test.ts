import { expect, test } from '@jest/globals';
import { FailureRate } from './failureRate.ts';

test('half of enough calls is reached by half of them exactly', () => {
  const rate = new FailureRate(10_000, 10);
  for (let n = 0; n < 9; n++) rate.count(true, 50_000);
  expect(rate.reaches(0.5)).toBe(false);
  for (let n = 0; n < 10; n++) rate.count(false, 50_000);
  expect(rate.reaches(0.5)).toBe(false);
  rate.count(true, 50_000);
  expect(rate.reaches(0.5)).toBe(true);
});

test('what lies further back than the window counts no more, however few calls came since', () => {
  const rate = new FailureRate(10_000, 10);
  for (let n = 0; n < 1_000; n++) rate.count(false, 100_000);
  // Twenty calls run out of time every two seconds.
  for (let now = 102_000; now < 110_000; now += 2_000) for (let n = 0; n < 20; n++) rate.count(true, now);
  expect(rate.reaches(0.5)).toBe(false);
  rate.count(true, 110_500);
  expect(rate.reaches(0.5)).toBe(true);
});

test('a rest as long as the window forgets everything', () => {
  const rate = new FailureRate(10_000, 2);
  for (let n = 0; n < 50; n++) rate.count(true, 200_000 + n * 190);
  expect(rate.reaches(0.5)).toBe(true);
  rate.count(false, 400_000);
  expect(rate.reaches(0.5)).toBe(false);
  rate.count(true, 400_000);
  expect(rate.reaches(0.5)).toBe(true);
});
