import { nullLogger } from '#platform/logs/nullLogger.ts';
import { createEmbeddedEventLog, type EmbeddedEventLog } from './createEmbeddedEventLog.ts';

/** Opens the embedded log for the contract's tests, in whatever process. */
export function openLog(connectionString: string): Promise<EmbeddedEventLog> {
  return createEmbeddedEventLog({ connectionString, logger: nullLogger });
}
