import { expect, test } from '@jest/globals';
import { compareWorld } from './compareWorld.ts';

// A short form of `npm run verify`, over the worlds whose reference plans are quick to make.
test.each(['overrides', 'requires', 'roots', 'shop', 'unions'])(
  'random queries over %s: no difference from the reference engine that the monolith does not explain',
  async (world) => {
    const { differences } = await compareWorld(world, 25, 1, { nulls: 100, errors: 0, missing: 0 });
    expect(differences.filter(({ right }) => right !== 'ours')).toEqual([]);
  },
  180_000,
);
