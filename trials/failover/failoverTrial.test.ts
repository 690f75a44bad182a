import { expect, test } from '@jest/globals';
import { failoverTrial } from './failoverTrial.ts';

test('another relay publishes when the leading one is killed or stands still; nothing is lost or done twice', async () => {
  expect((await failoverTrial({ faults: 2, perSecond: 20 })).faults).toEqual([]);
}, 480_000);
