import { type DestinationStream, type Logger, pino } from 'pino';
import { redactedPaths } from './redactedPaths.ts';

export type { Logger } from 'pino';

/** What some readers take for the end of a line, though JSON allows it in a text (ECMA-262, section 12.3). */
const otherLineEnds = /[\u0085\u2028\u2029]/g;

/** Keeps a record in one line for every reader: nobody who is quoted in the log can begin a line of it. */
function inOneLine(record: string): string {
  return record.replace(otherLineEnds, (end) => `\\u${end.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

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
    hooks: { streamWrite: inOneLine },
  };
  return destination ? pino(options, destination) : pino(options);
}
