import type { Logger } from '#platform/logs/logger.ts';
import type { OwnerQueries } from '../tenancy/ownerQueries.ts';

/** How long the oldest event has waited in the outbox, as far as this relay knows. */
export interface Backlog {
  /** 0 when nothing waits, or another relay leads and knows. */
  readonly oldestUnsentMs: number;
  /** Whether that is longer than the alarm's threshold. */
  readonly alarm: boolean;
}

/** Watches the oldest unsent event and warns once when it waits too long, and once when that is over. */
export interface OldestUnsent {
  /** Looks at the outbox; what keeps it from that changes nothing. */
  look(queries: OwnerQueries): Promise<void>;
  /** This relay leads no more: another one watches. */
  forget(): void;
  backlog(): Backlog;
}

interface Oldest {
  readonly seq: string;
  /** Epoch milliseconds from which it waits. */
  readonly since: number;
}

const oldestRow = `SELECT seq, event #>> '{header,timestamp}' AS at FROM shared.outbox ORDER BY seq LIMIT 1`;

/** @param alarmAfterMs from which wait on the alarm is on */
export function watchOldestUnsent(alarmAfterMs: number, logger: Logger): OldestUnsent {
  let oldest: Oldest | undefined;
  let warned = false;
  const backlog = (): Backlog => {
    const oldestUnsentMs = oldest === undefined ? 0 : Math.max(0, Date.now() - oldest.since);
    return { oldestUnsentMs, alarm: oldestUnsentMs > alarmAfterMs };
  };
  function report(): void {
    const { oldestUnsentMs, alarm } = backlog();
    if (alarm === warned) return;
    warned = alarm;
    if (alarm)
      logger.warn({ oldestUnsentMs, alarmAfterMs }, 'events wait too long in the outbox; is the event log away?');
    else logger.info('the outbox is no longer behind');
  }
  return {
    async look(queries) {
      const found = await queries.query<{ seq: string; at: string | null }>(oldestRow).catch(() => undefined);
      if (found === undefined) return;
      const [row] = found.rows;
      if (row === undefined) oldest = undefined;
      else if (row.seq !== oldest?.seq) {
        // An event whose header tells no time waits from when it was first seen.
        const written = Date.parse(row.at ?? '');
        oldest = { seq: row.seq, since: Number.isNaN(written) ? Date.now() : written };
      }
      report();
    },
    forget() {
      oldest = undefined;
      report();
    },
    backlog,
  };
}
