import { expect, test } from '@jest/globals';
import { Client } from 'pg';
import { nullLogger } from '#platform/logs/nullLogger.ts';
import { createTestDatabase } from '#tests/postgres.ts';
import { sampleEvents } from '../contract/sampleEvents.ts';
import { createEmbeddedEventLog } from './createEmbeddedEventLog.ts';
import { openLog } from './openForContract.ts';

test('many processes may open a new log, and use a new topic, at the same time', async () => {
  const database = await createTestDatabase('event_log');
  const logs = await Promise.all(Array.from({ length: 8 }, () => openLog(database.url)));
  const positions = (await Promise.all(logs.map((log) => log.append(sampleEvents('t', 10))))).flat();
  expect(new Set(positions.map((position) => position.offset)).size).toBe(80);
  await Promise.all(logs.map((log) => log.close()));
  await database.drop();
});

test('a topic keeps the number of partitions with which it began', async () => {
  const database = await createTestDatabase('event_log');
  const open = (partitions: number) =>
    createEmbeddedEventLog({ connectionString: database.url, partitions, logger: nullLogger });
  const narrow = await open(2);
  await narrow.append(sampleEvents('t', 50, { keys: 50 }));
  const wide = await open(16);
  expect(Object.keys((await wide.end(['t'])).t!)).toEqual(['0', '1']);
  expect(Object.keys((await wide.end(['u'])).u!)).toHaveLength(16);
  const positions = await wide.append(sampleEvents('t', 50, { keys: 50 }));
  expect(new Set(positions.map((position) => position.partition))).toEqual(new Set([0, 1]));
  await Promise.all([narrow.close(), wide.close()]);
  await database.drop();
});

test('says that the log is not there when its database is not', async () => {
  const database = await createTestDatabase('event_log');
  await database.drop();
  await expect(openLog(database.url)).rejects.toMatchObject({ code: 'EVENT_LOG_UNAVAILABLE' });
});

test('leaves no connection behind', async () => {
  const database = await createTestDatabase('event_log');
  const witness = new Client({ connectionString: database.url });
  await witness.connect();
  const log = await openLog(database.url);
  await log.append(sampleEvents('t', 5));
  await log.consume({ group: 'g', topics: ['t'], onEvents: async () => undefined });
  await log.close();
  // Backends end a moment after their connections.
  const others = `SELECT FROM pg_stat_activity
    WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()`;
  while ((await witness.query(others)).rowCount! > 0);
  await witness.end();
  await database.drop();
});
