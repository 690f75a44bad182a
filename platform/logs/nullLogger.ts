import { type Logger, pino } from 'pino';

/** A logger that writes nothing, for tests and for callers that gave none. */
export const nullLogger: Logger = pino({ level: 'silent' });
