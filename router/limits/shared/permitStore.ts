import { type Callback, Redis, type Result } from 'ioredis';
import type { Logger } from '#platform/logs/logger.ts';
import type { RateLimit } from '../rateLimit.ts';
import type { Excess } from '../subjectCount.ts';
import { returnPermits, takePermits } from './permitScripts.ts';

declare module 'ioredis' {
  interface RedisCommander<Context> {
    takePermits(
      key: string,
      wished: number,
      needed: number,
      perMinute: number,
      perHour: number,
      callback?: Callback<number[]>,
    ): Result<number[], Context>;
    returnPermits(key: string, count: number, second: number, callback?: Callback<number>): Result<number, Context>;
  }
}

/** Permits that a router got. */
export interface Grant {
  readonly permits: number;
  /** The second of Redis' clock that they count for. */
  readonly second: number;
  /** What keeps it from getting all that it needs. */
  readonly excess: Excess | undefined;
}

/** What is behind it names the subject. */
const prefix = 'inopsio:rate:';
/** Milliseconds that requests may wait for Redis. */
const answerWithin = 250;
/** Milliseconds of silence after which another connection is made. */
const silentAtMost = 2_000;
/** Milliseconds from one attempt to reach it again to the next. */
const pause = 500;
/** Milliseconds that the start may wait for the connection. */
const connectWithin = 1_000;

/**
 * The permits of all subjects in Redis, which all routers of an installation share. Without it every router grants by
 * itself: whoever asks is told at once ({@link isAway}), and the first to notice writes it to the log.
 */
export class PermitStore {
  readonly #redis: Redis;
  readonly #logger: Logger;
  #isAway = true;
  #probing: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(url: string, logger: Logger) {
    this.#logger = logger;
    this.#redis = new Redis(url, {
      // A request that waits for nothing is better counted here.
      enableOfflineQueue: false,
      maxRetriesPerRequest: 0,
      // Sent twice it might count twice.
      autoResendUnfulfilledCommands: false,
      lazyConnect: true,
      commandTimeout: answerWithin,
      connectTimeout: connectWithin,
      // A network that loses everything tells nobody; silence is all there is to notice.
      socketTimeout: silentAtMost,
      retryStrategy: () => pause,
      scripts: {
        takePermits: { lua: takePermits, numberOfKeys: 1 },
        returnPermits: { lua: returnPermits, numberOfKeys: 1 },
      },
    });
    this.#redis.on('error', (error) => logger.debug({ err: error }, 'a connection to Redis failed'));
  }

  /** Whether permits cannot be had from Redis now. */
  get isAway(): boolean {
    return this.#isAway;
  }

  /** Resolves when Redis answers, or has not done so in time; what is missing then is looked for while the router runs. */
  async open(): Promise<void> {
    this.#isAway = false;
    // It goes on trying when it fails.
    await this.#redis.connect().catch((error: unknown) => this.#lost(error));
  }

  /** Takes permits; undefined when Redis is away. */
  async take(key: string, wished: number, needed: number, limit: RateLimit): Promise<Grant | undefined> {
    if (this.#isAway) return undefined;
    try {
      const [permits = 0, second = 0, full = 0, wait = 0] = await this.#redis.takePermits(
        prefix + key,
        wished,
        needed,
        limit.perMinute,
        limit.perHour,
      );
      return { permits, second, excess: full === 0 ? undefined : { window: full === 2 ? 'hour' : 'minute', wait } };
    } catch (error) {
      this.#lost(error);
      return undefined;
    }
  }

  /** Gives permits back that nobody used. */
  return(key: string, permits: number, second: number): void {
    if (this.#isAway) return;
    this.#redis.returnPermits(prefix + key, permits, second).catch((error: unknown) => this.#lost(error));
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#probing);
    this.#redis.disconnect();
  }

  #lost(error: unknown): void {
    if (this.#isAway || this.#isClosed) return;
    this.#isAway = true;
    this.#logger.warn({ err: error }, 'rate limits hold per router at the moment: Redis does not answer');
    this.#probe();
  }

  #probe(): void {
    this.#probing = setTimeout(async () => {
      const answers = await this.#redis.ping().then(
        () => true,
        () => false,
      );
      if (this.#isClosed) return;
      if (!answers) return this.#probe();
      this.#isAway = false;
      this.#logger.info('rate limits hold over all routers again');
    }, pause);
    this.#probing.unref();
  }
}
