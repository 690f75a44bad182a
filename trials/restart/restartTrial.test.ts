import { expect, test } from '@jest/globals';
import { restartTrial } from './restartTrial.ts';

test('a story with five SIGKILLs of the whole platform loses no event and does nothing twice', async () => {
  expect(await restartTrial(1)).toEqual({ rounds: 1, kills: 5, faults: [] });
}, 480_000);
