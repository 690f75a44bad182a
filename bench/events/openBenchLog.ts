import { startTestEventLog } from '#kit/testkit/startTestEventLog.ts';
import { loadConfig } from '#platform/config/loadConfig.ts';
import type { EventLog } from '#platform/event-log/eventLog.ts';
import { openEventLog } from '#platform/event-log/openEventLog.ts';
import { nullLogger } from '#platform/logs/nullLogger.ts';

/** Opens Kafka at a broker, or the embedded log on the server that TEST_POSTGRES_URL names. */
export async function openBenchLog(kafka: string | undefined): Promise<EventLog> {
  if (!kafka) return startTestEventLog();
  return openEventLog({
    config: loadConfig({ EVENT_LOG: 'kafka', KAFKA_BROKERS: kafka }),
    connectionString: () => Promise.reject(new Error('Kafka needs no database.')),
    logger: nullLogger,
  });
}
