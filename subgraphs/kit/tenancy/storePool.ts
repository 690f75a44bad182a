import pg from 'pg';
import type { Logger } from '#platform/logs/logger.ts';
import { columnTypes } from './columnTypes.ts';

/** How a pool of a store is made. */
export interface PoolOptions {
  readonly url: string;
  readonly size: number;
  readonly logger: Logger;
  /** What the server lists the connections as. */
  readonly name: string;
  /** Longest wait for an answer; 0 waits without end (migrations). */
  readonly answerWithinMs: number;
}

/**
 * Makes a pool whose connections take statements without waiting for the answer to the one before.
 * A connection that breaks, in use or idle, is logged and leaves the pool; the next taker gets a new one.
 */
export function storePool({ url, size, logger, name, answerWithinMs }: PoolOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: size,
    application_name: name,
    types: columnTypes,
    pipeline: true,
    connectionTimeoutMillis: 5_000,
    query_timeout: answerWithinMs,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
  });
  // Without a listener the loss of a connection would end the process; its user sees the failure by itself.
  pool.on('connect', (client) =>
    client.on('error', (error) => logger.warn({ err: error }, 'a database connection broke')),
  );
  pool.on('error', () => undefined);
  return pool;
}
