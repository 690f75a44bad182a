import { EventEmitter, once } from 'node:events';
import { pino } from 'pino';
import type { Logger } from '#platform/logs/logger.ts';

/** A logger whose lines a test can read. */
export interface CollectedLogs {
  readonly logger: Logger;
  /** Every line, parsed, in order. */
  readonly records: Record<string, unknown>[];
  /** Resolves once the message was written so often. */
  until(message: string, times: number): Promise<void>;
}

/** Makes it. */
export function collectedLogs(): CollectedLogs {
  const records: Record<string, unknown>[] = [];
  const written = new EventEmitter().setMaxListeners(0);
  const write = (line: string): void => {
    records.push(JSON.parse(line));
    written.emit('line');
  };
  return {
    logger: pino({ level: 'info' }, { write }),
    records,
    async until(message, times) {
      while (records.filter(({ msg }) => msg === message).length < times) await once(written, 'line');
    },
  };
}
