import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '#platform/embedded/postgres/startEmbeddedPostgres.ts';
import { freshDataDir, removeFolders } from '#platform/embedded/postgres/testing/folder.ts';
import { count, createCollector } from '../contract/collector.ts';
import { numbers, range, sampleEvents, sortedNumbers } from '../contract/sampleEvents.ts';
import type { EmbeddedEventLog } from './createEmbeddedEventLog.ts';
import { openLog } from './openForContract.ts';

let dataDir: string;
let postgres: EmbeddedPostgres;
let log: EmbeddedEventLog;

beforeEach(async () => {
  dataDir = await freshDataDir();
  postgres = await startEmbeddedPostgres({ dataDir, port: 0 });
  log = await openLog(postgres.url);
});

afterEach(async () => {
  await log.close();
  await postgres.stop();
  await removeFolders();
});

test('readers and groups report a restart of PostgreSQL and go on where they were', async () => {
  const [reading, consuming] = [createCollector(), createCollector()];
  const reported = [Promise.withResolvers<Error>(), Promise.withResolvers<Error>()];
  await log.read({ topics: ['t'], from: 'start', onEvents: reading.onEvents, onError: reported[0]!.resolve });
  await log.consume({ group: 'g', topics: ['t'], onEvents: consuming.onEvents, onError: reported[1]!.resolve });
  await log.append(sampleEvents('t', 20, { keys: 8 }));
  await Promise.all([reading.until(count(20)), consuming.until(count(20))]);

  await postgres.stop();
  for (const { promise } of reported) expect(await promise).toMatchObject({ code: 'EVENT_LOG_UNAVAILABLE' });
  const refused = log.append(sampleEvents('t', 1));
  await expect(refused).rejects.toMatchObject({ code: 'EVENT_LOG_UNAVAILABLE' });

  postgres = await startEmbeddedPostgres({ dataDir, port: postgres.port });
  await log.append(sampleEvents('t', 20, { keys: 8, first: 20 }));
  await Promise.all([reading.until(count(40)), consuming.until((events) => new Set(numbers(events)).size === 40)]);
  expect(sortedNumbers(reading.events)).toEqual(range(40));
});

test('a call that runs while PostgreSQL restarts is not overlapped by its own repetition', async () => {
  await log.append(sampleEvents('t', 3));
  const begun = Promise.withResolvers<void>();
  const finish = Promise.withResolvers<void>();
  const lost = Promise.withResolvers<void>();
  const repeated = createCollector();
  let running = 0;
  let most = 0;
  await log.consume({
    group: 'g',
    topics: ['t'],
    async onEvents(events) {
      most = Math.max(most, ++running);
      begun.resolve();
      await finish.promise;
      running--;
      await repeated.onEvents(events);
    },
    onError: () => lost.resolve(),
  });
  await begun.promise;
  await postgres.stop();
  await lost.promise;
  postgres = await startEmbeddedPostgres({ dataDir, port: postgres.port });
  await log.append(sampleEvents('t', 1, { first: 3 }));
  finish.resolve();
  await repeated.until((events) => numbers(events).includes(3));
  // The first call's commit was impossible, so its events came again, afterwards.
  expect(numbers(repeated.events)).toEqual([0, 1, 2, 0, 1, 2, 3]);
  expect(most).toBe(1);
});

test('a log closes while PostgreSQL is away', async () => {
  const reported = Promise.withResolvers<Error>();
  await log.read({ topics: ['t'], from: 'start', onEvents: () => undefined, onError: reported.resolve });
  await log.consume({ group: 'g', topics: ['t'], onEvents: async () => undefined });
  await postgres.stop();
  await reported.promise;
  await expect(log.close()).resolves.toBeUndefined();
});
