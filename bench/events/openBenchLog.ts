import { startTestEventLog } from '#kit/testkit/startTestEventLog.ts';
import { loadConfig } from '#platform/config/loadConfig.ts';
import type { EventLog } from '#platform/event-log/eventLog.ts';
import { openEventLog } from '#platform/event-log/openEventLog.ts';
import { nullLogger } from '#platform/logs/nullLogger.ts';

/** A log to measure, and what to call it. */
export interface BenchLog {
  readonly name: string;
  readonly eventLog: EventLog;
  close(): Promise<void>;
}

/** Opens Kafka at a broker, or the embedded log on the server that TEST_POSTGRES_URL names. */
export async function openBenchLog(kafka: string | undefined): Promise<BenchLog> {
  const eventLog = kafka
    ? await openEventLog({
        config: loadConfig({ ...process.env, EVENT_LOG: 'kafka', KAFKA_BROKERS: kafka }),
        connectionString: () => Promise.reject(new Error('Kafka needs no database.')),
        logger: nullLogger,
      })
    : await startTestEventLog();
  return { name: kafka ? 'Kafka' : 'embedded', eventLog, close: () => eventLog.close() };
}
