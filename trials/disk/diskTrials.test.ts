import { expect, test } from '@jest/globals';
import { diskTrials } from './diskTrials.ts';

test.each(Object.keys(diskTrials))(
  'a full disk under %s is refused with codes, loses nothing acknowledged, and passes',
  async (name) => {
    expect((await diskTrials[name]!(1)).faults).toEqual([]);
  },
  240_000,
);
