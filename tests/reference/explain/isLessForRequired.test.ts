import { expect, test } from '@jest/globals';
import { isLessForRequired } from './isLessForRequired.ts';

const required = { message: 'No weight.', path: ['items', 1, 'weight'], extensions: { requiredBy: 2 } };
const truth = { data: { items: [{ a: 1 }, { a: 2 }], other: 3 }, errors: [required] };
const errors = [{ message: 'No weight.', path: ['items', 1] }];

test.each([
  ['a field of that object', { items: [{ a: 1 }, { a: null }], other: 3 }, true],
  ['the object', { items: [{ a: 1 }, null], other: 3 }, true],
  ['the list that it is in', { items: null, other: 3 }, true],
  ['another object', { items: [{ a: null }, { a: 2 }], other: 3 }, false],
  ['another field of the root', { items: [{ a: 1 }, { a: 2 }], other: null }, false],
  ['everything', null, false],
])('null for %s', (_what, data, isLess) => {
  expect(isLessForRequired({ data, errors }, truth)).toBe(isLess);
});

test('another value, and a null that nothing explains, are faults', () => {
  expect(isLessForRequired({ data: { items: [{ a: 1 }, { a: 7 }], other: 3 }, errors }, truth)).toBe(false);
  const data = { items: [{ a: 1 }, { a: null }], other: 3 };
  expect(isLessForRequired({ data }, truth)).toBe(false);
  expect(isLessForRequired({ data, errors }, { data: truth.data, errors })).toBe(false);
});
