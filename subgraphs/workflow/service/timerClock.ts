import type { BackgroundWork } from '#kit/subgraphDefinition.ts';
import type { SubgraphHost } from '#kit/subgraphHost.ts';
import { dueTimers } from './dueTimers.ts';
import { fireDueTimer } from './fireDueTimer.ts';
import { onTimer, type TimerAnnouncement } from './timerAnnouncements.ts';

/** How often all tenants are looked through: for timers that a process set which is gone. */
const roundMs = 60_000;

/**
 * Fires timers when they are due. Their due times are rows; this clock only decides when to look at them.
 *
 * A timer set by this process, or found by a round, sets an alarm; an alarm looks at its tenant and fires all that is
 * due there. Any number of processes may run such a clock: a timer fires in the transaction that takes it away, under
 * the lock of its instance.
 */
export async function timerClock({ logger, sessions }: SubgraphHost): Promise<BackgroundWork> {
  const alarms = new Map<string, NodeJS.Timeout>();
  let queue: Promise<void> = Promise.resolve();
  let closed = false;

  // One thing at a time, so that timers of many tenants do not take all connections from requests.
  const enqueue = (job: () => Promise<void>): void => {
    queue = queue.then(job).catch((error) => logger.error({ err: error }, 'timers wait for the next round'));
  };
  const fireAll = async (tenantId: string): Promise<void> => {
    while (!closed && (await sessions.transact(tenantId, fireDueTimer)));
  };
  const setAlarm = ({ tenantId, at }: TimerAnnouncement): void => {
    const key = `${tenantId} ${at}`;
    const delay = Math.max(at - Date.now(), 0) + 1;
    // What lies beyond the next round is found by that round.
    if (closed || alarms.has(key) || delay > roundMs) return;
    const ring = (): void => {
      alarms.delete(key);
      enqueue(() => fireAll(tenantId));
    };
    alarms.set(key, setTimeout(ring, delay));
  };
  const round = (): void =>
    enqueue(async () => {
      for (const tenantId of await sessions.tenants()) {
        if (closed) return;
        for (const timer of await sessions.read(tenantId, (session) => dueTimers(session, roundMs))) setAlarm(timer);
      }
    });

  const stopListening = onTimer(setAlarm);
  const rounds = setInterval(round, roundMs);
  round();
  return {
    close: async () => {
      closed = true;
      stopListening();
      clearInterval(rounds);
      for (const alarm of alarms.values()) clearTimeout(alarm);
      await queue;
    },
  };
}
