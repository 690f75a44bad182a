import type { EventLog } from '#platform/event-log/eventLog.ts';
import type { Logger } from '#platform/logs/logger.ts';

/** What a relay works with. */
export interface RelayOptions {
  /** The subgraph's database as its owner. */
  readonly adminUrl: string;
  readonly eventLog: EventLog;
  readonly logger: Logger;
  /** Most events in one append; 500 unless given. */
  readonly batchSize?: number;
  /** From which wait of the oldest unsent event on the alarm is on; 30 s unless given. */
  readonly alarmAfterMs?: number;
}
