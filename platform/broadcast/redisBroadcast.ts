import { Redis } from 'ioredis';
import { CodedError } from '../errors/codedError.ts';
import type { Logger } from '../logs/logger.ts';
import type { Broadcast } from './broadcast.ts';
import { readStream } from './readStream.ts';

/** Messages of a channel that are kept for those who were away. */
const keptPerChannel = 10_000;
/** Milliseconds that a command may take, and a reader may hear nothing: longer than readers wait for news. */
const answerWithin = 5_000;
/**
 * Milliseconds of silence after which the connection of commands is given up and they are sent on another one. A network
 * that loses everything tells nobody, so silence is all there is to notice.
 */
const silentAtMost = 2_000;

/**
 * The broadcast over Redis Streams. Unlike Redis' publish and subscribe, a stream keeps its messages: a process that lost
 * its connection reads on where it was.
 *
 * @param url `redis://…` or `rediss://…`
 * @see https://redis.io/docs/latest/develop/data-types/streams/
 */
export function createRedisBroadcast(url: string, logger: Logger): Broadcast {
  const writer = connect(url, logger, { maxRetriesPerRequest: 2, socketTimeout: silentAtMost });
  const readers = new Set<{ close(): Promise<void> }>();
  const keyOf = (channel: string): string => `inopsio:broadcast:${channel}`;

  return {
    async publish(channel, message) {
      try {
        const text = JSON.stringify(message);
        await inTime(writer.xadd(keyOf(channel), 'MAXLEN', '~', keptPerChannel, '*', 'message', text));
      } catch (cause) {
        throw new CodedError('BROADCAST_UNAVAILABLE', { cause });
      }
    },
    async subscribe(channel, onMessage) {
      const key = keyOf(channel);
      let from: string;
      try {
        const [last] = await inTime(writer.xrevrange(key, '+', '-', 'COUNT', 1));
        from = last?.[0] ?? '0-0';
      } catch (cause) {
        throw new CodedError('BROADCAST_UNAVAILABLE', { cause });
      }
      // A reader blocks its connection, so it has one of its own.
      const connection = connect(url, logger, { maxRetriesPerRequest: null, socketTimeout: answerWithin });
      const reader = readStream(connection, key, from, (text) => deliver(text, channel, onMessage, logger), logger);
      readers.add(reader);
      return {
        async close() {
          readers.delete(reader);
          await reader.close();
        },
      };
    },
    async ping() {
      try {
        await inTime(writer.ping());
      } catch (cause) {
        throw new CodedError('BROADCAST_UNAVAILABLE', { cause });
      }
    },
    async close() {
      await Promise.all([...readers].map((reader) => reader.close()));
      writer.disconnect();
    },
  };
}

function connect(
  url: string,
  logger: Logger,
  options: { maxRetriesPerRequest: number | null; socketTimeout: number },
): Redis {
  const connection = new Redis(url, {
    ...options,
    connectTimeout: 3_000,
    retryStrategy: (attempt) => Math.min(50 * 2 ** Math.min(attempt, 6), 1_000),
  });
  // Commands tell of failures themselves; an error event without listener would end the process.
  connection.on('error', (error) => logger.debug({ err: error }, 'a connection to Redis failed'));
  return connection;
}

/** A message that cannot be used, or a listener that fails, must not stop those that follow. */
function deliver(text: string, channel: string, onMessage: (message: unknown) => void, logger: Logger): void {
  try {
    onMessage(JSON.parse(text));
  } catch (error) {
    logger.warn({ err: error, channel }, 'a broadcast message could not be taken');
  }
}

/** The answer to a command, or a failure when none comes; the command may be carried out all the same. */
async function inTime<Answer>(answer: Promise<Answer>): Promise<Answer> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error('Redis does not answer')), answerWithin);
  try {
    return await Promise.race([answer, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
