import { type DestinationStream, type Logger, pino } from 'pino';
import { redactedPaths } from './redactedPaths.ts';

export type { Logger } from 'pino';

/**
 * Gives a JSON logger for one part of the product.
 *
 * @param name the part, e.g. `router` or `subgraph.crm`; written as `name` in each line
 * @param destination where lines go; standard output unless given
 * The level comes from LOG_LEVEL (default `info`). Credentials and personal data are replaced by `[redacted]`.
 */
export function createLogger(name: string, destination?: DestinationStream): Logger {
  const options = {
    name,
    level: process.env.LOG_LEVEL ?? 'info',
    redact: { paths: redactedPaths, censor: '[redacted]' },
    timestamp: pino.stdTimeFunctions.isoTime,
  };
  return destination ? pino(options, destination) : pino(options);
}
