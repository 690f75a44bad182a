import { expect, test } from '@jest/globals';
import { outboxFaults } from './outboxFaults.ts';
import { outboxTrial } from './outboxTrial.ts';

test('SIGKILLs of relays, PostgreSQL, consumer and writer lose no event, make none up, and repeat no effect', async () => {
  const report = await outboxTrial({ log: 'embedded', perSecond: 100, seconds: 8, kills: 5 });
  expect(Object.values(report.kills).reduce((sum, count) => sum + count, 0)).toBe(5);
  expect(outboxFaults(report)).toEqual([]);
}, 480_000);
