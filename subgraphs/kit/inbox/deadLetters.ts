import type { LogPosition } from '#platform/event-log/eventLog.ts';
import type { EventRecord } from '#platform/events/eventRecord.ts';
import type { OwnerQueries } from '../tenancy/ownerQueries.ts';

/** An event that was given up. */
export interface DeadLetter {
  /** The consumer that failed. */
  readonly consumer: string;
  readonly event: EventRecord & { readonly position?: LogPosition };
  readonly attempts: number;
  readonly reason: string;
}

/** Keeps an event that was given up, with the reason; a second time for the same consumer and event changes nothing. */
export async function insertDeadLetter(queries: OwnerQueries, letter: DeadLetter): Promise<void> {
  const { event } = letter;
  await queries.query(
    `INSERT INTO shared.dead_letters (consumer, event_id, tenant_id, topic, key, event, attempts, reason)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING`,
    [
      letter.consumer,
      eventIdOf(event),
      event.header?.tenant_id ?? null,
      event.topic,
      event.key,
      JSON.stringify(event),
      letter.attempts,
      letter.reason,
    ],
  );
}

/** The event's id, or its position where a malformed event has none. */
export function eventIdOf(event: DeadLetter['event']): string {
  const { position } = event;
  return (
    event.header?.event_id ?? (position ? `${position.topic}/${position.partition}/${position.offset}` : 'unknown')
  );
}
