import { CodedError } from '#platform/errors/codedError.ts';
import type { LoggedEvent } from '#platform/event-log/eventLog.ts';
import type { Principal } from '#platform/identity/principal.ts';
import type { Logger } from '#platform/logs/logger.ts';
import type { EntityRepresentation, ExecutionAnswer } from '../execute/compiledOperation.ts';
import type { FrameReceiver } from './frameStream.ts';
import type { LiveField } from './liveField.ts';
import { SharedFrame } from './sharedFrame.ts';

/** Runs the group's operation for one entity, in the name of one of its members. */
export type Hydrate = (
  representation: EntityRepresentation,
  event: LoggedEvent,
  principal: Principal,
  signal: AbortSignal,
) => Promise<ExecutionAnswer>;

/** What all members of a group have in common. */
export interface LiveGroupOptions {
  readonly field: LiveField;
  /** Arguments of the field; null where absent. */
  readonly args: Readonly<Record<string, unknown>>;
  readonly hydrate: Hydrate;
  readonly logger: Logger;
  /** Events of the group that may wait for their turn. */
  readonly waitingAtMost: number;
  /** Events of the group that are hydrated at the same time. */
  readonly atOnce: number;
}

interface Member {
  readonly receiver: FrameReceiver;
  readonly principal: Principal;
  /** Number of the first event that the member is to see. */
  readonly from: number;
}

/**
 * Subscribers who must see the same: same operation, variables, tenant and permissions. Each event is filtered,
 * hydrated and serialised once for all of them. Hydrations overlap, frames leave in the order of their events.
 */
export class LiveGroup {
  readonly #options: LiveGroupOptions;
  readonly #members = new Set<Member>();
  readonly #gone = new AbortController();
  /** Answers in the order of their events; the first ones may be under way. */
  readonly #line: { number: number; event: LoggedEvent; frame?: SharedFrame }[] = [];
  #started = 0;
  #nextNumber = 0;

  constructor(options: LiveGroupOptions) {
    this.#options = options;
  }

  get empty(): boolean {
    return this.#members.size === 0;
  }

  /** Adds a subscriber, who sees events from the next one on. Gives the function that removes it. */
  join(receiver: FrameReceiver, principal: Principal): () => void {
    const member: Member = { receiver, principal, from: this.#nextNumber };
    this.#members.add(member);
    return () => {
      this.#members.delete(member);
      if (this.empty) this.#gone.abort();
    };
  }

  /** Takes an event of the group's tenant; it is dropped when the filter says so. */
  offer(event: LoggedEvent): void {
    const [first] = this.#members;
    if (!first || !this.#passes(event, first.principal)) return;
    if (this.#line.length >= this.#options.waitingAtMost) {
      this.end(new CodedError('LIVE_OVERLOADED'));
      return;
    }
    this.#line.push({ number: this.#nextNumber++, event });
    this.#advance();
  }

  /** Ends the streams of all members. */
  end(error?: Error): void {
    this.#line.length = 0;
    this.#gone.abort();
    for (const { receiver } of [...this.#members]) receiver.end(error);
    this.#members.clear();
  }

  #passes(event: LoggedEvent, principal: Principal): boolean {
    const { field, args, logger } = this.#options;
    try {
      return field.filter.passes(event.payload, args, principal);
    } catch (error) {
      // Closed when in doubt: an event that the filter cannot judge reaches nobody.
      logger.warn({ err: error, field: field.name, eventId: event.header.event_id }, 'event filter failed');
      return false;
    }
  }

  /** Starts hydrations while fewer than `atOnce` run: those are the first entries of the line. */
  #advance(): void {
    while (this.#started < Math.min(this.#options.atOnce, this.#line.length)) {
      const entry = this.#line[this.#started++]!;
      void this.#frameOf(entry.event).then((frame) => {
        entry.frame = frame;
        this.#deliver();
      });
    }
  }

  /** Sends what is ready at the head of the line. */
  #deliver(): void {
    while (this.#line[0]?.frame) {
      const { number, frame } = this.#line.shift()!;
      this.#started--;
      for (const { receiver, from } of this.#members) if (number >= from) receiver.frame(frame!);
    }
    this.#advance();
  }

  async #frameOf(event: LoggedEvent): Promise<SharedFrame> {
    const { field, hydrate, logger } = this.#options;
    const { event_id: id, event_name: name, timestamp } = event.header;
    const extensions = JSON.stringify({ event: { id, name, timestamp, position: event.position } });
    const [member] = this.#members;
    try {
      // Without members nobody reads the frame; it only keeps its place in the line.
      if (!member) return new SharedFrame('{}');
      const representation = entityOf(event, field);
      const { json } = await hydrate(representation, event, member.principal, this.#gone.signal);
      return new SharedFrame(`${json.slice(0, -1)},"extensions":${extensions}}`);
    } catch (error) {
      logger.error({ err: error, field: field.name, eventId: id }, 'event could not be hydrated');
      const { message, extensions: coded } = new CodedError('INTERNAL_ERROR');
      return new SharedFrame(
        `{"errors":${JSON.stringify([{ message, extensions: coded }])},"extensions":${extensions}}`,
      );
    }
  }
}

/** The entity that an event speaks of. Throws EVENT_INVALID when the payload lacks a part of the key. */
function entityOf(event: LoggedEvent, field: LiveField): EntityRepresentation {
  const entity: Record<string, unknown> & { __typename: string } = { __typename: field.entityType };
  for (const [key, source] of field.entityKey) {
    const value = event.payload[source];
    if (value === undefined || value === null) {
      throw new CodedError('EVENT_INVALID', { message: `An event of ${event.topic} has no ${source}.` });
    }
    entity[key] = value;
  }
  return entity;
}
