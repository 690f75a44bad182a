import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { EventLog } from '#platform/event-log/eventLog.ts';
import { createKafkaEventLog } from '#platform/event-log/kafka/createKafkaEventLog.ts';
import { nullLogger } from '#platform/logs/nullLogger.ts';
import { type BrokenKafka, startBrokenKafka } from './brokenKafka.ts';
import { faults, playFault } from './eventLogFaults.ts';
import { verdict } from './verdict.ts';

let kafka: BrokenKafka;
let log: EventLog;

beforeAll(async () => {
  kafka = await startBrokenKafka();
  log = await createKafkaEventLog({ connection: { brokers: [kafka.broker] }, logger: nullLogger });
}, 120_000);

afterAll(async () => {
  await log.close();
  await kafka.close();
});

test.each(faults.map((fault) => [fault.name, fault] as const))(
  'the event log bears %s: nothing is lost or hangs, and it is healthy within 10 s without a restart',
  async (_, fault) => {
    expect(verdict(await playFault(log, kafka, fault, 3_000))).toEqual([]);
  },
  120_000,
);
