import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { Client, Pool } from 'pg';
import { createTestDatabase, type TestDatabase } from '#tests/postgres.ts';
import { count, createCollector } from '../contract/collector.ts';
import { range, sampleEvent, sampleEvents, sortedNumbers } from '../contract/sampleEvents.ts';
import type { EmbeddedEventLog } from './createEmbeddedEventLog.ts';
import { openLog } from './openForContract.ts';
import { removeBefore } from './removeBefore.ts';

let database: TestDatabase;
let log: EmbeddedEventLog;

beforeEach(async () => {
  database = await createTestDatabase('event_log');
  log = await openLog(database.url);
});

afterEach(async () => {
  await log.close();
  await database.drop();
});

/** Makes everything that is in the log eight days old. */
async function age(): Promise<void> {
  const client = new Client({ connectionString: database.url });
  await client.connect();
  await client.query(`UPDATE event_log.events SET appended_at = appended_at - interval '8 days'`);
  await client.end();
}

const aWeekAgo = () => new Date(Date.now() - 7 * 86_400_000);

test('removes old events and keeps young ones with their offsets', async () => {
  await log.append(sampleEvents('t', 20, { keys: 8 }));
  await age();
  const positions = await log.append(sampleEvents('t', 20, { keys: 8, first: 20 }));
  expect(await log.removeBefore(aWeekAgo())).toBe(20);
  expect(await log.removeBefore(aWeekAgo())).toBe(0);
  const { events, onEvents, until } = createCollector();
  await log.read({ topics: ['t'], from: 'start', onEvents });
  await until(count(20));
  expect(sortedNumbers(events)).toEqual(range(20, 20));
  const names = (some: { partition: number; offset: string }[]) => some.map((p) => `${p.partition}/${p.offset}`).sort();
  expect(names(events.map((event) => event.position))).toEqual(names(positions));
  expect(await log.lag('g', ['t'])).toEqual({ t: 20 });
});

test('dead letters and other events are removed each by their own age', async () => {
  await log.append([sampleEvent('t', 'k', 0), sampleEvent('t.dlq', 'k', 1)]);
  await age();
  const pool = new Pool({ connectionString: database.url });
  expect(await removeBefore(pool, aWeekAgo(), 'dead letters')).toBe(1);
  expect(await log.lag('g', ['t', 't.dlq'])).toEqual({ t: 1, 't.dlq': 0 });
  expect(await removeBefore(pool, aWeekAgo(), 'events')).toBe(1);
  await pool.end();
});

test('a position whose events are gone is refused as expired, the end is not', async () => {
  const [position] = await log.append([sampleEvent('t', 'k', 0)]);
  const end = await log.end(['t']);
  await age();
  await log.removeBefore(aWeekAgo());
  const from = { t: { [position!.partition]: '0' } };
  const reading = log.read({ topics: ['t'], from, onEvents: () => undefined });
  await expect(reading).rejects.toMatchObject({ code: 'EVENT_POSITION_EXPIRED' });
  const { events, onEvents, until } = createCollector();
  await log.read({ topics: ['t'], from: end, onEvents });
  await log.append([sampleEvent('t', 'k', 1)]);
  await until(count(1));
  expect(sortedNumbers(events)).toEqual([1]);
});

test('a group learns how many events it missed and goes on with the next', async () => {
  const first = createCollector();
  await log.append([sampleEvent('t', 'k', 0)]);
  const consumer = await log.consume({ group: 'g', topics: ['t'], onEvents: first.onEvents });
  await first.until(count(1));
  await consumer.close();
  await log.append([sampleEvent('t', 'k', 1), sampleEvent('t', 'k', 2)]);
  await age();
  await log.removeBefore(aWeekAgo());
  const { events, onEvents, until } = createCollector();
  const missed = Promise.withResolvers<Error>();
  await log.consume({ group: 'g', topics: ['t'], onEvents, onError: missed.resolve });
  expect(await missed.promise).toMatchObject({ code: 'EVENT_POSITION_EXPIRED', details: { topic: 't', removed: 2 } });
  await log.append([sampleEvent('t', 'k', 3)]);
  await until(count(1));
  expect(sortedNumbers(events)).toEqual([3]);
});
