import { Pool } from 'pg';
import { CodedError } from '#platform/errors/codedError.ts';
import type { Logger } from '#platform/logs/logger.ts';
import type { EventLog } from '../eventLog.ts';
import { closableLog } from '../shared/closableLog.ts';
import { deadLetterRetentionDays } from '../shared/deadLetterTopics.ts';
import { asError } from '../shared/persist.ts';
import { createAppender } from './appender.ts';
import { createGroups } from './groups.ts';
import { createHeadWatch } from './headWatch.ts';
import { migrate } from './migrate.ts';
import { readEnds } from './readEnds.ts';
import { readLag } from './readLag.ts';
import { removeBefore } from './removeBefore.ts';
import { openSession, type Session } from './session.ts';
import { startReader } from './startReader.ts';
import { createTopics } from './topics.ts';

/** What `createEmbeddedEventLog` takes. */
export interface EmbeddedEventLogOptions {
  /** A database of the log's own, in which the user may create a schema. */
  readonly connectionString: string;
  /** Partitions of topics that are used for the first time; default 4. */
  readonly partitions?: number;
  /** Events are removed after this many days; default 7, 0 keeps them for ever. */
  readonly retentionDays?: number;
  readonly logger: Logger;
}

/** The embedded log and what only it can do. */
export interface EmbeddedEventLog extends EventLog {
  /** Removes events appended before an instant, read or not, and says how many. Runs by itself every hour. */
  removeBefore(instant: Date): Promise<number>;
}

/** A connection that says nothing for so long is given up; what it was asked is repeated on another one. */
const answerWithinMs = 4_000;
const balanceEveryMs = 1_000;
const refreshEveryMs = 2_000;
const retainEveryMs = 3_600_000;
const dayMs = 86_400_000;

/**
 * Opens the event log that is kept on PostgreSQL. Any number of processes may open the same one.
 *
 * It survives restarts of PostgreSQL: readers and consumers report the loss, connect again and go on where they were.
 * @throws CodedError EVENT_LOG_UNAVAILABLE when the database cannot be reached now
 */
export async function createEmbeddedEventLog(options: EmbeddedEventLogOptions): Promise<EmbeddedEventLog> {
  const { connectionString, partitions = 4, retentionDays = 7, logger } = options;
  await migrate(connectionString);
  const pool = new Pool({
    connectionString,
    max: 8,
    connectionTimeoutMillis: 5_000,
    query_timeout: answerWithinMs,
    keepAlive: true,
    application_name: 'inopsio-event-log',
  });
  pool.on('error', (error) => logger.debug({ err: error }, 'an idle connection of the event log ended'));
  const topics = createTopics(pool, partitions);
  const watch = createHeadWatch();
  const appender = createAppender(pool, topics);
  const groups = createGroups(pool, watch, () => session?.connection(), logger);
  let session: Session | undefined;
  let isClosed = false;

  /** Notifications are the fast way to learn of events; this is the sure one. */
  async function refresh(): Promise<void> {
    if (watch.topics().length === 0) return;
    try {
      watch.learn(await readEnds(pool, watch.topics()));
    } catch (error) {
      if (!isClosed) watch.fail(asError(error));
    }
  }

  session = await openSession(
    connectionString,
    {
      onConnected: () => {
        void refresh();
        void groups.balance();
      },
      onLost: watch.fail,
      onNotification: (channel, payload) => {
        if (channel === 'event_log') watch.learnFromNotification(payload);
        else void groups.balance();
      },
    },
    logger,
  ).catch(async (error) => {
    await pool.end();
    throw error;
  });

  const retain = () => {
    const kept = (days: number) => new Date(Date.now() - days * dayMs);
    const removing = [removeBefore(pool, kept(deadLetterRetentionDays), 'dead letters')];
    if (retentionDays > 0) removing.push(removeBefore(pool, kept(retentionDays), 'events'));
    Promise.all(removing).then(
      ([dead = 0, others = 0]) =>
        dead + others > 0 &&
        logger.info({ removed: dead + others }, 'removed events that were older than the retention'),
      (error) => logger.warn({ err: error }, 'old events could not be removed; tried again in an hour'),
    );
  };
  const timers = [
    setInterval(() => void groups.balance(), balanceEveryMs),
    setInterval(() => {
      void refresh();
      // Shows a connection that died without a word; whatever comes of it is handled by the session.
      session
        .connection()
        ?.query('SELECT')
        .catch(() => undefined);
    }, refreshEveryMs),
    setInterval(retain, retainEveryMs),
  ];

  const log = closableLog({
    append: appender.append,
    read: (wanted) => startReader(pool, watch, wanted),
    consume: groups.join,
    lag: (group, names) => readLag(pool, group, names),
    ensure: topics.ensure,
    ends: (names) => readEnds(pool, names),
    async close(closeOpen) {
      isClosed = true;
      for (const timer of timers) clearInterval(timer);
      await closeOpen();
      await appender.settled();
      await session?.close();
      await pool.end();
    },
  });

  return {
    ...log,
    async removeBefore(instant) {
      if (isClosed) throw new CodedError('EVENT_LOG_CLOSED');
      return removeBefore(pool, instant);
    },
  };
}
