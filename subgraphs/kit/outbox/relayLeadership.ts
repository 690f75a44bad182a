import { setTimeout as delay } from 'node:timers/promises';
import type { OwnerQueries } from '../tenancy/ownerQueries.ts';
import type { OldestUnsent } from './oldestUnsent.ts';

/** The advisory lock that the leading relay of a database holds: class and object. */
const leaderLock = '7031, 1';
const tryAgainMs = 500;
const signOfLifeMs = 1_000;

/** A leader that has sent nothing for this long is stopped or cut off; its connection is ended by a relay that waits. */
const silentFor = '3 seconds';

const endSilentLeader = `
  SELECT pg_terminate_backend(l.pid) FROM pg_locks l JOIN pg_stat_activity a USING (pid)
  WHERE l.locktype = 'advisory' AND l.granted AND (l.classid, l.objid) = (${leaderLock})
    AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
    AND a.state_change < clock_timestamp() - interval '${silentFor}'`;

/**
 * Waits until this connection leads the relays of its database, or the signal aborts.
 *
 * The lock ends with its connection, so a leader that died is followed within half a second. One that was stopped
 * still holds it: it is followed after its silence. Should it wake up with a batch in hand, the log gets these events
 * again, with the same ids; their consumers know them.
 */
export async function lead(connection: OwnerQueries, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const { rows } = await connection.query<{ leads: boolean }>(`SELECT pg_try_advisory_lock(${leaderLock}) AS leads`);
    if (rows[0]!.leads) return;
    await connection.query(endSilentLeader);
    await delay(tryAgainMs, undefined, { signal }).catch(() => undefined);
  }
}

/**
 * Keeps the leader's connection from falling silent while it waits for the log, by looking at the oldest unsent event. Gives
 * a function that ends this.
 */
export function giveSignsOfLife(connection: OwnerQueries, oldest: OldestUnsent): () => void {
  const timer = setInterval(() => void oldest.look(connection), signOfLifeMs);
  return () => {
    clearInterval(timer);
    oldest.forget();
  };
}
