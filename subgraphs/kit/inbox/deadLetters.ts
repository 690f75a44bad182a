import { isDeadLetterTopic } from '#platform/event-log/shared/deadLetterTopics.ts';
import type { OwnerQueries } from '../tenancy/ownerQueries.ts';
import { type DeadEvent, deadLetterRecord, type WrittenNote } from './deadLetterNote.ts';

/** An event that was given up. */
export interface DeadLetter {
  /** The consumer that failed. */
  readonly consumer: string;
  readonly event: DeadEvent;
  readonly attempts: number;
  readonly reason: string;
  /** Whether no log takes the event, so that it is kept here. */
  readonly keep?: boolean;
}

/**
 * Gives an event up: marks it for the consumer, and puts it into the outbox for `<topic>.dlq` in the same statement. A second
 * time for the same consumer and event changes nothing.
 */
export async function insertDeadLetter(queries: OwnerQueries, letter: DeadLetter): Promise<void> {
  const { event, consumer, attempts, reason } = letter;
  const eventId = eventIdOf(event);
  const note: WrittenNote = { kind: 'dead', consumer, event_id: eventId, by: consumer, reason, attempts, event };
  const record = announces(event) ? deadLetterRecord(note, event, sourceOf(consumer)) : undefined;
  await queries.query(
    `WITH marked AS (
       INSERT INTO shared.dead_letters (consumer, event_id, tenant_id, topic, key, event, attempts, reason)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING RETURNING id)
     INSERT INTO shared.outbox (tenant_id, event) SELECT $9, $10 FROM marked WHERE $10::json IS NOT NULL`,
    [
      consumer,
      eventId,
      event.header?.tenant_id ?? null,
      event.topic,
      event.key,
      letter.keep ? JSON.stringify(event) : null,
      attempts,
      reason,
      record?.header.tenant_id ?? null,
      record ? JSON.stringify(record) : null,
    ],
  );
}

/** Takes the mark away: the consumer may have the event again. */
export async function removeMark(queries: OwnerQueries, consumer: string, eventId: string): Promise<void> {
  await queries.query('DELETE FROM shared.dead_letters WHERE consumer = $1 AND event_id = $2', [consumer, eventId]);
}

/** Tells the topic of dead letters that a replayed event had its effect; with the transaction that it is called in. */
export async function announceDone(queries: OwnerQueries, consumer: string, event: DeadEvent): Promise<void> {
  const note: WrittenNote = { kind: 'done', consumer, event_id: eventIdOf(event), by: consumer };
  const record = deadLetterRecord(note, event, sourceOf(consumer));
  await queries.query('INSERT INTO shared.outbox (tenant_id, event) VALUES ($1, $2)', [
    record.header.tenant_id,
    JSON.stringify(record),
  ]);
}

/** The event's id, or its position where a malformed event has none. */
export function eventIdOf(event: DeadEvent): string {
  const { position } = event;
  return (
    event.header?.event_id ?? (position ? `${position.topic}/${position.partition}/${position.offset}` : 'unknown')
  );
}

const sourceOf = (consumer: string) => consumer.split('.', 1)[0]!;

/** A refused note must not beget a note, and a name that the log refuses is refused with its suffix as well. */
function announces({ topic }: DeadEvent): boolean {
  return /^[a-zA-Z0-9][a-zA-Z0-9._-]{0,195}$/.test(topic) && !isDeadLetterTopic(topic);
}
