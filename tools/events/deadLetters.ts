import { eventContracts } from '#generated/events.ts';
import type { DeadEvent, WrittenNote } from '#kit/inbox/deadLetterNote.ts';
import { CodedError } from '#platform/errors/codedError.ts';
import { deadLetterTopic } from '#platform/event-log/shared/deadLetterTopics.ts';
import type { Desk } from './desk.ts';
import { readKept } from './readKept.ts';
import { UsageError } from './usage.ts';

/** What is to be done about a dead letter, or was. */
export type LetterState = 'open' | 'edited' | 'replaying' | 'done' | 'resolved';

/** One line of a dead letter's history. */
export interface HistoryEntry {
  readonly at: string;
  readonly by: string;
  readonly what: WrittenNote['kind'];
  readonly text?: string;
}

/** A dead letter as its notes tell it. */
export interface DeadLetter {
  readonly event_id: string;
  readonly topic: string;
  readonly consumer: string;
  readonly state: LetterState;
  readonly reason: string;
  readonly attempts: number;
  readonly died_at: string;
  /** The event as it would be handed to the consumer now; personal data is ciphertext. */
  readonly event: DeadEvent;
  readonly payloadLeftOut: boolean;
  readonly history: readonly HistoryEntry[];
}

const stateAfter = {
  dead: 'open',
  edited: 'edited',
  replayed: 'replaying',
  done: 'done',
  resolved: 'resolved',
} as const;

/** Reads the dead letters of topics, those that died last first. */
export async function readDeadLetters({ log }: Desk, topics = Object.keys(eventContracts)): Promise<DeadLetter[]> {
  const letters = new Map<string, DeadLetter>();
  await readKept(log, topics.map(deadLetterTopic), ({ payload, header }) => {
    const note = payload as unknown as WrittenNote;
    if (note.kind === 'rewind') return;
    const id = `${note.consumer} ${note.event_id}`;
    const next = follow(letters.get(id), note, header.timestamp);
    if (next) letters.set(id, next);
  });
  return [...letters.values()].sort((a, b) => (a.died_at < b.died_at ? 1 : -1));
}

/** The letter after a note; undefined when retention took the note that began it. */
function follow(letter: DeadLetter | undefined, note: WrittenNote, at: string): DeadLetter | undefined {
  if (note.kind === 'rewind') return letter;
  const text = note.kind === 'dead' ? note.reason : note.kind === 'resolved' ? note.note : undefined;
  const entry = { at, by: note.by, what: note.kind, ...(text !== undefined && { text }) };
  const history = [...(letter?.history ?? []), entry];
  const state = stateAfter[note.kind];
  if (note.kind === 'dead') {
    const { consumer, event_id, reason, attempts, event } = note;
    const payloadLeftOut = note.payload_left_out ?? false;
    return {
      event_id,
      topic: event.topic,
      consumer,
      state,
      reason,
      attempts,
      died_at: at,
      event,
      payloadLeftOut,
      history,
    };
  }
  if (!letter) return undefined;
  if (note.kind !== 'edited') return { ...letter, state, history };
  return { ...letter, state, history, event: { ...letter.event, payload: note.payload }, payloadLeftOut: false };
}

/**
 * The one dead letter of an event.
 * @throws UsageError when several consumers gave it up and none is named; CodedError NOT_FOUND when there is none
 */
export async function findDeadLetter(desk: Desk, eventId: string, consumer?: string): Promise<DeadLetter> {
  const all = await readDeadLetters(desk);
  const found = all.filter((one) => one.event_id === eventId && (consumer ?? one.consumer) === one.consumer);
  if (found.length > 1)
    throw new UsageError(
      `Several consumers gave it up; add --consumer ${found.map((one) => one.consumer).join(' or ')}.`,
    );
  if (!found[0]) throw new CodedError('BAD_REQUEST', { message: `There is no dead letter ${eventId}.` });
  return found[0];
}
