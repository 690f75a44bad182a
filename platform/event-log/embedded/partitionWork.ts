import type { Pool, QueryResult } from 'pg';
import type { ConsumeOptions } from '../eventLog.ts';
import { createGate } from '../shared/gate.ts';
import { persist } from '../shared/persist.ts';
import type { Cursor } from '../shared/positions.ts';
import { removedUnread } from '../shared/skipped.ts';
import type { GroupPartition } from './groupPartition.ts';
import type { HeadWatch } from './headWatch.ts';
import { onDatabase } from './onDatabase.ts';
import { longestReadPauseMs, readEvents } from './readEvents.ts';
import type { SessionConnection } from './session.ts';

/** The work of one member on one partition, while it holds the partition's lock. */
export interface PartitionWork {
  /** New events may be there. */
  wake(): void;
  /** Asks it to end after the call of `onEvents` that runs. */
  stop(): void;
  /** Resolves when it has ended: asked to, or because the session with the lock was lost. */
  readonly ended: Promise<void>;
}

const commitSql = 'UPDATE event_log.group_positions SET next_offset = $3 WHERE lock_id = $1 AND next_offset = $2';
const positionSql = 'SELECT next_offset FROM event_log.group_positions WHERE lock_id = $1';

/**
 * Starts to deliver events of a partition from the group's position on.
 *
 * Positions are committed on the connection that holds the lock: a member that lost its lock without noticing
 * cannot commit any more, so it never moves the position of its successor.
 */
export function startPartitionWork(
  pool: Pool,
  watch: HeadWatch,
  connection: SessionConnection,
  { topic, partition, lockId }: GroupPartition,
  { onEvents, onError = () => undefined }: Pick<ConsumeOptions, 'onEvents' | 'onError'>,
): PartitionWork {
  const gate = createGate();
  const stop = new AbortController();
  const signal = AbortSignal.any([stop.signal, connection.lost]);
  const cursor: Cursor = { topic, partition, next: 0 };

  /** A statement on the session, repeated until it succeeds or the work has to end. */
  async function statement(sql: string, ...values: unknown[]): Promise<QueryResult | undefined> {
    const done = await persist(() => onDatabase(() => connection.query(sql, values)), onError, signal);
    return done?.result;
  }

  async function run(): Promise<void> {
    const position = await statement(positionSql, lockId);
    if (!position) return;
    cursor.next = Number(position.rows[0].next_offset);
    while (!signal.aborted) {
      if (watch.head(topic, partition) > cursor.next) await step();
      else await gate.wait(signal);
    }
  }

  async function step(): Promise<void> {
    const head = watch.head(topic, partition);
    const read = await persist(() => readEvents(pool, [cursor]), onError, signal, longestReadPauseMs);
    if (!read || signal.aborted) return;
    const events = read.result;
    const begin = Number(events[0]?.position.offset ?? head);
    if (begin > cursor.next) onError(removedUnread(cursor, begin));
    if (events.length > 0 && !(await persist(() => onEvents(events), onError, signal))) return;
    const next = begin + events.length;
    // Without its session the work ends; whoever gets the lock next goes on from the committed position.
    const committed = await statement(commitSql, lockId, cursor.next, next);
    if (committed?.rowCount === 0) return fail(next);
    cursor.next = next;
  }

  /** Nobody but the holder of the lock moves the position, short of a hand on the database. */
  function fail(next: number): void {
    onError(new Error(`the group's position in ${topic}/${partition} was moved by others while it went to ${next}`));
    stop.abort();
  }

  return { wake: gate.open, stop: () => stop.abort(), ended: run() };
}
