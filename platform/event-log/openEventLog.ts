import type { Logger } from '#platform/logs/logger.ts';
import { createEmbeddedEventLog } from './embedded/createEmbeddedEventLog.ts';
import type { EventLog } from './eventLog.ts';

/** Which log to open. */
export interface EventLogChoice {
  /** Value of the setting EVENT_LOG. */
  readonly kind: 'embedded';
  /** The embedded log's own database. */
  readonly connectionString: string;
  readonly logger: Logger;
}

/**
 * Opens the event log that the configuration names.
 * @throws CodedError EVENT_LOG_UNAVAILABLE
 */
export function openEventLog({ kind, connectionString, logger }: EventLogChoice): Promise<EventLog> {
  switch (kind) {
    case 'embedded':
      return createEmbeddedEventLog({ connectionString, logger });
  }
}
