import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { nullLogger } from '#platform/logs/nullLogger.ts';
import { type RunningKafka, startKafka } from '#platform/services/kafka/startKafka.ts';
import { count, createCollector } from '../contract/collector.ts';
import { numbers, range, sampleEvents, sortedNumbers } from '../contract/sampleEvents.ts';
import type { EventLog } from '../eventLog.ts';
import { createKafkaEventLog } from './createKafkaEventLog.ts';

let dataDir: string;
let kafka: RunningKafka;
let log: EventLog;

const open = () => createKafkaEventLog({ connection: { brokers: [kafka.broker] }, logger: nullLogger });

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'inopsio-kafka-restart-'));
  kafka = await startKafka({ dataDir, withParent: true });
  log = await open();
});

afterEach(async () => {
  await log?.close();
  await kafka?.stop();
  await rm(dataDir, { recursive: true });
});

test('a broker that is killed and started again: said by everybody, and nobody needs a restart', async () => {
  const [reading, consuming] = [createCollector(), createCollector()];
  const reported = [Promise.withResolvers<Error>(), Promise.withResolvers<Error>()];
  await log.read({ topics: ['t'], from: 'start', onEvents: reading.onEvents, onError: reported[0]!.resolve });
  await log.consume({ group: 'g', topics: ['t'], onEvents: consuming.onEvents, onError: reported[1]!.resolve });
  await log.append(sampleEvents('t', 20, { keys: 8 }));
  await Promise.all([reading.until(count(20)), consuming.until(count(20))]);

  kafka.kill('SIGKILL');
  await kafka.exited;
  for (const { promise } of reported) expect(await promise).toMatchObject({ code: 'EVENT_LOG_UNAVAILABLE' });
  const unavailable = { code: 'EVENT_LOG_UNAVAILABLE', message: expect.stringContaining('Kafka') };
  await expect(log.append(sampleEvents('t', 1))).rejects.toMatchObject(unavailable);
  await expect(log.end(['t'])).rejects.toMatchObject(unavailable);
  await expect(open()).rejects.toMatchObject(unavailable);

  kafka = await startKafka({ dataDir, port: kafka.port, withParent: true });
  await log.append(sampleEvents('t', 20, { keys: 8, first: 20 }));
  await Promise.all([reading.until(count(40)), consuming.until((events) => new Set(numbers(events)).size === 40)]);
  expect(sortedNumbers(reading.events)).toEqual(range(40));
});
