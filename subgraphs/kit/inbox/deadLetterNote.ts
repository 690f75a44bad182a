import type { LogPosition, PositionVector } from '#platform/event-log/eventLog.ts';
import { deadLetterTopic } from '#platform/event-log/shared/deadLetterTopics.ts';
import type { EventRecord } from '#platform/events/eventRecord.ts';
import { platformTenant } from '#platform/identity/platformTenant.ts';
import { uuidv7 } from '#platform/ids/uuidv7.ts';

/** An event as it lies among dead letters: whole, with its header, and where it stood in the log. */
export type DeadEvent = EventRecord & { readonly position?: LogPosition };

/** What happened to a dead letter, as `<topic>.dlq` tells it. Its notes in their order are all that is known of it. */
export type DeadLetterNote =
  | {
      readonly kind: 'dead';
      readonly reason: string;
      readonly attempts: number;
      readonly event: DeadEvent;
      /** Set when the event is too large for the log: its payload is only in the producer's `shared.dead_letters`. */
      readonly payload_left_out?: true;
    }
  | { readonly kind: 'edited'; readonly payload: Readonly<Record<string, unknown>> }
  /** The consumer is to have the effect of this event now. */
  | { readonly kind: 'replayed'; readonly event: DeadEvent }
  /** The replayed event had its effect. */
  | { readonly kind: 'done' }
  | { readonly kind: 'resolved'; readonly note: string };

/** A command to one consumer: take these events of its topic again. Not about a dead letter. */
export interface RewindNote {
  readonly kind: 'rewind';
  readonly from: PositionVector;
  /** Exclusive. */
  readonly to: PositionVector;
}

/** A note, about which event of which consumer it is, and who wrote it. */
export type WrittenNote = (DeadLetterNote | RewindNote) & {
  readonly consumer: string;
  /** The dead event's id, or its position where it has none. */
  readonly event_id: string;
  /** A consumer, or the operator. */
  readonly by: string;
};

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const longestKey = 1_024;
/** The log takes a million characters; header and note need some of them. */
const largestEvent = 950_000;

/** Makes the record of a note. Notes about one event have its key, so that they keep their order. */
export function deadLetterRecord(
  note: WrittenNote,
  about: { readonly topic: string; readonly key?: unknown; readonly header?: Partial<EventRecord['header']> },
  source: string,
): EventRecord {
  const topic = deadLetterTopic(about.topic);
  const { header = {}, key } = about;
  const tenantId = uuid.test(header.tenant_id ?? '') ? header.tenant_id! : platformTenant.id;
  return {
    topic,
    key: typeof key === 'string' && key !== '' && key.length <= longestKey && !key.includes('\0') ? key : tenantId,
    header: {
      event_id: uuidv7(),
      event_name: topic,
      source,
      timestamp: new Date().toISOString(),
      tenant_id: tenantId,
      trace_id: typeof header.trace_id === 'string' ? header.trace_id : '0'.repeat(32),
      version: '1.0.0',
      schema: `urn:inopsio:dead-letter:${about.topic}:1.0.0`,
    },
    payload: fitting(note) as unknown as Record<string, unknown>,
  };
}

function fitting(note: WrittenNote): WrittenNote {
  if (note.kind !== 'dead' || JSON.stringify(note.event).length <= largestEvent) return note;
  const { header, topic, position } = note.event;
  const event = { topic, key: '', header, payload: {}, ...(position && { position }) };
  return { ...note, event, payload_left_out: true };
}
