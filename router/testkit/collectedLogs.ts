import { pino } from 'pino';
import type { Logger } from '#platform/logs/logger.ts';

/** A logger whose lines a test can read. */
export interface CollectedLogs {
  readonly logger: Logger;
  /** Every line, parsed, in order. */
  readonly records: Record<string, unknown>[];
}

/** Makes it. */
export function collectedLogs(): CollectedLogs {
  const records: Record<string, unknown>[] = [];
  return { logger: pino({ level: 'info' }, { write: (line: string) => void records.push(JSON.parse(line)) }), records };
}
