import { expect, test } from '@jest/globals';
import { uuidv7 } from './uuidv7.ts';

test('has the form and the time of RFC 9562', () => {
  const before = Date.now();
  const id = uuidv7();
  const after = Date.now();
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  const time = Number.parseInt(id.replace('-', '').slice(0, 12), 16);
  expect(time).toBeGreaterThanOrEqual(before);
  expect(time).toBeLessThanOrEqual(after);
});

test('ascends strictly, also far beyond what one millisecond has room for', () => {
  const ids = Array.from({ length: 50_000 }, uuidv7);
  for (let i = 1; i < ids.length; i++) expect(ids[i]! > ids[i - 1]!).toBe(true);
});

test('ascends when the clock steps back', () => {
  const first = uuidv7();
  const now = Date.now;
  Date.now = () => now() - 60_000;
  const second = uuidv7();
  Date.now = now;
  expect(second > first).toBe(true);
});

test('has random bits besides the counter', () => {
  const tails = new Set(Array.from({ length: 1_000 }, () => uuidv7().slice(19)));
  expect(tails.size).toBe(1_000);
});
