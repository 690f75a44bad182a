import type { TenantSession } from '#kit/tenancy/tenantSession.ts';
import type { TimerAnnouncement } from './timerAnnouncements.ts';

/** Moments within the next `withinMs` at which timers of the tenant are due; those of the past count as now. */
export async function dueTimers(session: TenantSession, withinMs: number): Promise<TimerAnnouncement[]> {
  const rows = await session.query<{ dueAt: string }>(
    `SELECT DISTINCT greatest(due_at, date_trunc('second', now())) AS "dueAt" FROM waits
      WHERE kind = 'TIMER' AND due_at <= now() + $1 * interval '1 millisecond' ORDER BY 1 LIMIT 1000`,
    [withinMs],
  );
  return rows.map(({ dueAt }) => ({ tenantId: session.tenantId, at: Date.parse(dueAt) }));
}
