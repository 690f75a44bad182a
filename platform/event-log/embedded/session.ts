import { setTimeout as delay } from 'node:timers/promises';
import { Client, type QueryResult } from 'pg';
import type { Logger } from '#platform/logs/logger.ts';
import { cutClient, endClient } from '../../database/endClient.ts';
import { unavailable } from './unavailable.ts';

/** One connection of the session; when it breaks, all advisory locks that it held are gone. */
export interface SessionConnection {
  /** Aborts when the connection is lost or closed. */
  readonly lost: AbortSignal;
  /** Runs a statement on this very connection, after those before it. */
  query(sql: string, values?: unknown[]): Promise<QueryResult>;
}

/** What the owner of a session is told. */
export interface SessionListener {
  /** A new connection stands; the first time before `openSession` resolves. */
  onConnected(connection: SessionConnection): void;
  onLost(error: Error): void;
  onNotification(channel: string, payload: string): void;
}

/** A connection that listens, holds advisory locks, and is made anew when it breaks. */
export interface Session {
  /** The connection that stands now, if any. */
  connection(): SessionConnection | undefined;
  close(): Promise<void>;
}

const firstPauseMs = 50;
const longestPauseMs = 1_000;
const queryTimeoutMs = 3_000;

// What this session writes are committed positions: one that is lost in a crash only means that events come again.
// The keep-alives let the server notice within seconds that this machine is gone, and release its locks.
const prepareSql = `SET synchronous_commit = off; SET tcp_keepalives_idle = 5; SET tcp_keepalives_interval = 2;
  SET tcp_keepalives_count = 3; LISTEN event_log; LISTEN event_log_group`;

/**
 * Opens the session.
 * @throws CodedError EVENT_LOG_UNAVAILABLE when the first connection fails; later losses are repaired
 */
export async function openSession(
  connectionString: string,
  listener: SessionListener,
  logger: Logger,
): Promise<Session> {
  const closing = new AbortController();
  let current: SessionConnection | undefined;
  let client: Client;
  let repairing: Promise<void> | undefined;

  async function connect(): Promise<void> {
    const fresh = new Client({
      connectionString,
      connectionTimeoutMillis: 5_000,
      query_timeout: queryTimeoutMs,
      keepAlive: true,
    });
    const lost = new AbortController();
    const lose = (error: Error) => {
      if (lost.signal.aborted) return;
      lost.abort();
      cutClient(fresh);
      if (closing.signal.aborted || current?.lost !== lost.signal) return;
      current = undefined;
      logger.warn({ err: error }, 'the event log lost its session and connects again');
      listener.onLost(unavailable(error));
      repairing = repair();
    };
    fresh.on('error', lose);
    fresh.on('end', () => lose(new Error('the connection ended')));
    fresh.on('notification', ({ channel, payload }) => listener.onNotification(channel, payload ?? ''));
    const connection = serial(fresh, lost.signal, lose);
    try {
      await fresh.connect();
      await connection.query(prepareSql);
    } catch (error) {
      lost.abort();
      cutClient(fresh);
      throw error;
    }
    client = fresh;
    current = connection;
    listener.onConnected(connection);
  }

  async function repair(): Promise<void> {
    for (let pause = firstPauseMs; !closing.signal.aborted; pause = Math.min(longestPauseMs, pause * 2)) {
      await delay(pause, undefined, { signal: closing.signal }).catch(() => undefined);
      if (closing.signal.aborted) return;
      try {
        return await connect();
      } catch (error) {
        logger.debug({ err: error }, 'the event log cannot connect yet');
      }
    }
  }

  try {
    await connect();
  } catch (error) {
    throw unavailable(error);
  }
  return {
    connection: () => current,
    async close() {
      closing.abort();
      await repairing;
      current = undefined;
      await endClient(client);
    },
  };
}

/** Queries of one connection, one after the other; a statement that times out means that the connection is dead. */
function serial(client: Client, lost: AbortSignal, lose: (error: Error) => void): SessionConnection {
  let last: Promise<unknown> = Promise.resolve();
  return {
    lost,
    query(sql, values) {
      const result = last.then(async () => {
        if (lost.aborted) throw new Error('the session was lost');
        try {
          return await client.query(sql, values);
        } catch (error) {
          const { code, severity } = error as { code?: string; severity?: string };
          if (!code || severity === 'FATAL') lose(error as Error);
          throw error;
        }
      });
      last = result.catch(() => undefined);
      return result;
    },
  };
}
