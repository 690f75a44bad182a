import { expect, test } from '@jest/globals';
import { GraphQLInt } from 'graphql';
import { leafWriter } from './leafWriter.ts';
import { ProjectionRun, propagated } from './writer.ts';

test.each([
  [2 ** 31 - 1, '2147483647'],
  [-(2 ** 31), '-2147483648'],
  [2 ** 31, propagated],
  [-(2 ** 31) - 1, propagated],
  [1.5, propagated],
  ['1', propagated],
])('an Int has 32 bits with a sign: %p', (value, text) => {
  const run = new ProjectionRun({});
  expect(leafWriter(GraphQLInt, [])(value, run)).toBe(text);
  expect(run.problems).toHaveLength(text === propagated ? 1 : 0);
});
