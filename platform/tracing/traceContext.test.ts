import { expect, test } from '@jest/globals';
import { childOf, formatTraceparent, parseTraceparent } from './traceContext.ts';

const given = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00';

test('reads what it writes, and what later versions add is left out', () => {
  expect(formatTraceparent(parseTraceparent(given)!)).toBe(given);
  expect(formatTraceparent(parseTraceparent(`cc${given.slice(2)}-what-the-future-brings`)!)).toBe(given);
});

test.each([
  undefined,
  '',
  'x',
  given.toUpperCase(),
  `ff${given.slice(2)}`,
  `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`,
  `00-4bf92f3577b34da6a3ce929d0e0e4736-${'0'.repeat(16)}-01`,
  [given],
])('refuses %j', (text) => {
  expect(parseTraceparent(text)).toBeUndefined();
});

test('a child is another span of the same trace with the same flags', () => {
  const parent = parseTraceparent(given)!;
  const child = childOf(parent);
  expect(child).toMatchObject({ traceId: parent.traceId, flags: '00' });
  expect(child.spanId).not.toBe(parent.spanId);
  expect(parseTraceparent(formatTraceparent(child))).toEqual(child);
});

test('without a parent a new trace begins', () => {
  expect(parseTraceparent(formatTraceparent(childOf()))).toMatchObject({ flags: '01' });
  expect(childOf().traceId).not.toBe(childOf().traceId);
});
