import { expect, test } from '@jest/globals';
import { compareWorld } from './compareWorld.ts';

// A short form of `npm run verify`, over the worlds whose reference plans are quick to make.
test.each(['inopsio', 'overrides', 'requires', 'roots', 'shop', 'unions'])(
  'random queries over %s: no difference from the reference engine that is not explained',
  async (world) => {
    const { differences } = await compareWorld(world, {
      n: 25,
      seed: 1,
      troubles: { nulls: 100, errors: 0, missing: 0 },
    });
    expect(differences.filter(({ explanation }) => explanation === undefined)).toEqual([]);
  },
  180_000,
);
