import { expect, test } from '@jest/globals';
import { diskTrials } from './diskTrials.ts';

/** Only root may mount a disk that is small enough to be filled. */
const asRoot = process.getuid?.() === 0 ? test : test.skip;

asRoot.each(Object.keys(diskTrials))(
  'a full disk under %s is refused with codes, loses nothing acknowledged, and passes',
  async (name) => {
    expect((await diskTrials[name]!(1)).faults).toEqual([]);
  },
  480_000,
);
