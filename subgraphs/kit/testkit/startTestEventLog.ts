import { createEmbeddedEventLog } from '#platform/event-log/embedded/createEmbeddedEventLog.ts';
import type { EventLog } from '#platform/event-log/eventLog.ts';
import { nullLogger } from '#platform/logs/nullLogger.ts';
import { createTestDatabase } from '#tests/postgres.ts';

/** An embedded event log on a database that goes with it. */
export async function startTestEventLog(): Promise<EventLog> {
  const database = await createTestDatabase('log');
  const log = await createEmbeddedEventLog({ connectionString: database.url, logger: nullLogger });
  return {
    ...log,
    async close() {
      await log.close();
      await database.drop();
    },
  };
}
