import { setTimeout as delay } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import type { Logger } from '../logs/logger.ts';

/** Milliseconds after which an empty wait is begun anew; shorter than the connection's timeout. */
const waitFor = 2_000;
const pauseAfterFailure = 200;
const atOnce = 500;

/**
 * Reads a Redis stream behind an id, for good: what cannot be read now is read when the server is back.
 * The connection is the reader's own, and is closed with it.
 */
export function readStream(
  connection: Redis,
  key: string,
  from: string,
  onText: (text: string) => void,
  logger: Logger,
): { close(): Promise<void> } {
  const closing = new AbortController();
  let last = from;

  async function run(): Promise<void> {
    while (!closing.signal.aborted) {
      try {
        const read = await connection.xread('COUNT', atOnce, 'BLOCK', waitFor, 'STREAMS', key, last);
        for (const [id, [, text]] of read?.[0]?.[1] ?? []) {
          last = id;
          if (text !== undefined && !closing.signal.aborted) onText(text);
        }
      } catch (error) {
        if (closing.signal.aborted) return;
        logger.warn({ err: error }, 'messages of other processes cannot be read at the moment');
        await delay(pauseAfterFailure, undefined, { signal: closing.signal }).catch(() => undefined);
      }
    }
  }

  const running = run();
  return {
    async close() {
      closing.abort();
      connection.disconnect();
      await running;
    },
  };
}
