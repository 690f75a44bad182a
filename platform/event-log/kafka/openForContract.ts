import { nullLogger } from '#platform/logs/nullLogger.ts';
import type { EventLog } from '../eventLog.ts';
import { createKafkaEventLog } from './createKafkaEventLog.ts';

/** Where a test's log is: the argument of `openLog`, as JSON. */
export interface KafkaTestLog {
  readonly brokers: readonly string[];
  readonly prefix: string;
}

/** The shortest that brokers allow, so that tests see a dead member's partitions move soon. */
const sessionTimeoutMs = 6_000;

/** Opens a Kafka log for the contract's tests, in whatever process. */
export function openLog(argument: string): Promise<EventLog> {
  const { brokers, prefix } = JSON.parse(argument) as KafkaTestLog;
  return createKafkaEventLog({ connection: { brokers }, prefix, sessionTimeoutMs, logger: nullLogger });
}
