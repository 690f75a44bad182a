import { expect, test } from '@jest/globals';
import { referenceTrial } from './referenceTrial.ts';

test('a thousand random queries over the whole platform get the answer of the reference engine', async () => {
  const { compared, differences } = await referenceTrial(1_000, 1);
  expect(differences.map(({ seed, difference }) => `seed ${seed}: ${difference}`)).toEqual([]);
  expect(compared).toBe(1_000);
}, 600_000);
