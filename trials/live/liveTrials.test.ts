import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type LiveGround, startLiveGround } from './ground/startLiveGround.ts';
import { liveTrials } from './liveTrials.ts';

let ground: LiveGround;

beforeAll(async () => {
  ground = await startLiveGround();
});
afterAll(() => ground?.close());

test.each(Object.keys(liveTrials))(
  'live streams bear: %s',
  async (name) => {
    expect((await liveTrials[name]!(ground, true)).faults).toEqual([]);
  },
  480_000,
);
