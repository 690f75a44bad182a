import { createKafkaEventLog } from '#platform/event-log/kafka/createKafkaEventLog.ts';
import { nullLogger } from '#platform/logs/nullLogger.ts';
import { killed, networkFaults } from '../fault.ts';
import type { FaultGround } from '../faultGround.ts';
import { startBrokenKafka } from './brokenKafka.ts';
import { startLogTraffic } from './logTraffic.ts';

/** Kafka, and the event log on it: a producer, a reader and a group. */
export async function kafkaGround(): Promise<FaultGround> {
  const kafka = await startBrokenKafka();
  const log = await createKafkaEventLog({ connection: { brokers: [kafka.broker] }, logger: nullLogger });
  return {
    target: kafka,
    faults: [...networkFaults, killed],
    callers: 1,
    endsWithin: 11_000,
    codes: ['EVENT_LOG_UNAVAILABLE'],
    traffic: (fault) => startLogTraffic(log, `faults.${fault.replaceAll(/\W/g, '-').toLowerCase()}`),
    async close() {
      await log.close();
      await kafka.close();
    },
  };
}
