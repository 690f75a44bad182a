import { createEmbeddedEventLog } from '#platform/event-log/embedded/createEmbeddedEventLog.ts';
import type { EventLog } from '#platform/event-log/eventLog.ts';
import { uuidv7 } from '#platform/ids/uuidv7.ts';
import { nullLogger } from '#platform/logs/nullLogger.ts';
import { acme } from './testIdentity.ts';

/** The real event log on a database of one test. */
export interface TestEventLog {
  readonly log: EventLog;
  /** Appends one `threat.detected` and gives its event id. */
  detect(payload: { alert_id: string; level?: number; owner?: string }, tenantId?: string): Promise<string>;
  /** Removes every event, as retention does. */
  removeAll(): Promise<void>;
  close(): Promise<void>;
}

/** Opens it on an empty database, which it drops when it is closed. */
export async function testEventLog(
  database: { readonly url: string; drop(): Promise<void> },
  partitions = 1,
): Promise<TestEventLog> {
  const log = await createEmbeddedEventLog({ connectionString: database.url, partitions, logger: nullLogger });
  return {
    log,
    async detect(payload, tenantId = acme.tenant_id) {
      const header = {
        event_id: uuidv7(),
        event_name: 'threat.detected',
        source: 'test',
        timestamp: new Date().toISOString(),
        tenant_id: tenantId,
        trace_id: '0af7651916cd43dd8448eb211c80319c',
        version: '1.0.0',
        schema: 'threat.detected',
      };
      await log.append([{ topic: 'threat.detected', key: payload.alert_id.slice(0, 100), header, payload }]);
      return header.event_id;
    },
    removeAll: async () => void (await log.removeBefore(new Date(Date.now() + 60_000))),
    async close() {
      await log.close();
      await database.drop();
    },
  };
}
