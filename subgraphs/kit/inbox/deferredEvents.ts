import type { LoggedEvent } from '#platform/event-log/eventLog.ts';
import type { OwnerPool, OwnerQueries } from '../tenancy/ownerQueries.ts';

/** An event that waits for its next attempt. */
export interface DeferredEvent {
  readonly id: string;
  readonly consumer: string;
  readonly event: LoggedEvent;
  /** Failures so far. */
  readonly attempts: number;
  /** How long ago it was deferred. */
  readonly waitedMs: number;
  /** Whether an operator handed it to the consumer again. */
  readonly replayed: boolean;
}

/** An event to put aside, and until when. */
export interface Deferral {
  readonly consumer: string;
  readonly event: LoggedEvent;
  readonly attempts: number;
  readonly reason: string | null;
  readonly dueInMs: number;
  readonly replayed?: boolean;
}

/** The reason of events whose tenant has no store here yet. */
export const noStore = 'TENANT_NOT_PROVISIONED';

/** Only the first event of a consumer and key may be tried: the others wait behind it. */
const isFirstOfKey = `NOT EXISTS (
  SELECT FROM shared.deferred_events e WHERE e.consumer = d.consumer AND e.key = d.key AND e.id < d.id)`;

/** Which of these events must not be handled now: their key is held up, or they were given up before. */
export async function heldUp(
  queries: OwnerQueries,
  consumer: string,
  events: readonly LoggedEvent[],
): Promise<{ keys: Set<string>; dead: Set<string> }> {
  const { rows } = await queries.query<{ key: string | null; dead: string | null }>(
    `SELECT DISTINCT key, NULL AS dead FROM shared.deferred_events WHERE consumer = $1 AND key = ANY ($2)
     UNION ALL SELECT NULL, event_id FROM shared.dead_letters WHERE consumer = $1 AND event_id = ANY ($3)`,
    [consumer, events.map((event) => event.key), events.map((event) => event.header.event_id)],
  );
  return {
    keys: new Set(rows.flatMap((row) => row.key ?? [])),
    dead: new Set(rows.flatMap((row) => row.dead ?? [])),
  };
}

/** Puts an event aside until `dueInMs` from now; one that is there already stays as it is. */
export async function deferEvent(queries: OwnerQueries, deferral: Deferral): Promise<void> {
  const { event } = deferral;
  await queries.query(
    `INSERT INTO shared.deferred_events (consumer, key, event_id, tenant_id, event, attempts, reason, due_at, replayed)
     VALUES ($1, $2, $3, $4, $5, $6, $7, now() + $8 * interval '1 millisecond', $9) ON CONFLICT DO NOTHING`,
    [
      deferral.consumer,
      event.key,
      event.header.event_id,
      event.header.tenant_id,
      JSON.stringify(event),
      deferral.attempts,
      deferral.reason,
      deferral.dueInMs,
      deferral.replayed ?? false,
    ],
  );
}

/** Takes the next event that is due, for the length of the caller's transaction; other processes pass it by. */
export async function takeDueEvent(
  queries: OwnerQueries,
  consumers: readonly string[],
): Promise<DeferredEvent | undefined> {
  const { rows } = await queries.query<DeferredEvent>(
    `SELECT id, consumer, event, attempts, replayed, extract(epoch FROM now() - deferred_at)::float8 * 1000 AS "waitedMs"
     FROM shared.deferred_events d
     WHERE consumer = ANY ($1) AND due_at <= now() AND ${isFirstOfKey}
     ORDER BY due_at, id LIMIT 1 FOR UPDATE SKIP LOCKED`,
    [consumers],
  );
  return rows[0];
}

/** Milliseconds until the next event is due, or `atMost` when none is due before. */
export async function nextDueInMs(pool: OwnerPool, consumers: readonly string[], atMost: number): Promise<number> {
  const { rows } = await pool.query<{ ms: number | null }>(
    `SELECT extract(epoch FROM min(due_at) - now())::float8 * 1000 AS ms
     FROM shared.deferred_events d WHERE consumer = ANY ($1) AND ${isFirstOfKey}`,
    [consumers],
  );
  return Math.max(0, Math.min(rows[0]?.ms ?? atMost, atMost));
}

/** Lets an event wait again. */
export async function deferAgain(
  queries: OwnerQueries,
  id: string,
  { attempts, reason, dueInMs }: { attempts: number; reason: string; dueInMs: number },
): Promise<void> {
  await queries.query(
    `UPDATE shared.deferred_events SET attempts = $2, reason = $3, due_at = now() + $4 * interval '1 millisecond'
     WHERE id = $1`,
    [id, attempts, reason, dueInMs],
  );
}

/** Removes an event that had its effect or was given up. */
export async function removeDeferred(queries: OwnerQueries, id: string): Promise<void> {
  await queries.query('DELETE FROM shared.deferred_events WHERE id = $1', [id]);
}

/** Makes the events due that waited for the store of a tenant. */
export async function makeDue(queries: OwnerQueries, tenantId: string): Promise<void> {
  await queries.query('UPDATE shared.deferred_events SET due_at = now() WHERE tenant_id = $1 AND reason = $2', [
    tenantId,
    noStore,
  ]);
}
