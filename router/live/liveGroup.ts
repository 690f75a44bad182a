import { CodedError } from '#platform/errors/codedError.ts';
import type { LoggedEvent } from '#platform/event-log/eventLog.ts';
import type { Principal } from '#platform/identity/principal.ts';
import type { Logger } from '#platform/logs/logger.ts';
import type { EntityRepresentation, ExecutionAnswer } from '../execute/compiledOperation.ts';
import { entityOf } from './entityOf.ts';
import { EventFrame } from './eventFrame.ts';
import type { FrameReceiver, OpenedSource } from './frameStream.ts';
import type { HydrationQueue } from './hydrationQueue.ts';
import type { LiveField } from './liveField.ts';
import type { LiveMetrics } from './liveMetrics.ts';
import type { TopicPosition } from './topicPosition.ts';

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
  readonly tenantId: string;
  /** Arguments of the field; null where absent. */
  readonly args: Readonly<Record<string, unknown>>;
  readonly hydrate: Hydrate;
  readonly queue: HydrationQueue;
  readonly metrics: LiveMetrics;
  readonly logger: Logger;
  /** Events of the group that may wait for their turn. */
  readonly waitingAtMost: number;
  /** Events that are hydrated at the same time. */
  readonly atOnce: number;
  /** Where the reader that feeds the group stands now. */
  position(): TopicPosition;
  /** Called when the last member has left. */
  readonly onEmpty?: (() => void) | undefined;
}

/** A subscriber's place in a group. */
class Member implements OpenedSource {
  readonly receiver: FrameReceiver;
  readonly principal: Principal;
  /** Number of the first event that the member is to see. */
  readonly from: number;
  readonly #group: LiveGroup;

  constructor(receiver: FrameReceiver, principal: Principal, from: number, group: LiveGroup) {
    this.receiver = receiver;
    this.principal = principal;
    this.from = from;
    this.#group = group;
  }

  stop(): void {
    this.#group.leave(this);
  }

  cursor(): string | undefined {
    return this.#group.cursorOf(this);
  }
}

interface Entry {
  readonly number: number;
  readonly event: LoggedEvent;
  readonly before: TopicPosition;
  readonly after: TopicPosition;
  frame?: EventFrame;
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
  readonly #line: Entry[] = [];
  #room: (() => void)[] = [];
  #started = 0;
  #nextNumber = 0;

  constructor(options: LiveGroupOptions) {
    this.#options = options;
  }

  /** What an event must say to concern this group, as far as that is known without asking the filter. */
  get demand(): { readonly eventField: string; readonly value: string } | undefined {
    const { field, args } = this.#options;
    const { route } = field.filter;
    const value = route && args[route.argument];
    return typeof value === 'string' ? { eventField: route!.eventField, value } : undefined;
  }

  get empty(): boolean {
    return this.#members.size === 0;
  }

  /** Adds a subscriber, who sees events from the next one on. */
  join(receiver: FrameReceiver, principal: Principal): Required<OpenedSource> {
    const member = new Member(receiver, principal, this.#nextNumber, this);
    this.#members.add(member);
    return member;
  }

  leave(member: Member): void {
    if (!this.#members.delete(member) || this.#members.size > 0) return;
    this.#end();
    this.#options.onEmpty?.();
  }

  /** The member's cursor behind what it has seen. */
  cursorOf({ from, receiver: { binding } }: Member): string | undefined {
    const { tenantId, position } = this.#options;
    // What waits is not yet seen: the position is before it.
    const seen = this.#line.find(({ number }) => number >= from)?.before ?? position();
    return binding && seen.cursorFor(tenantId, binding);
  }

  /**
   * Takes an event of the group's tenant; it is dropped when the filter says so.
   * @param before where the reader stood before the event
   * @param after where it stands behind it
   */
  offer(event: LoggedEvent, before: TopicPosition, after: TopicPosition): void {
    if (!this.wants(event)) return;
    if (this.#line.length >= this.#options.waitingAtMost) {
      this.#options.metrics.overloads++;
      this.end(new CodedError('LIVE_OVERLOADED'));
      return;
    }
    this.#options.metrics.eventsMatched++;
    this.#line.push({ number: this.#nextNumber++, event, before, after });
    this.#advance();
  }

  /** Whether the filter lets the event through. */
  wants(event: LoggedEvent): boolean {
    const [first] = this.#members;
    return first !== undefined && this.#passes(event, first.principal);
  }

  /** Resolves when no more than so many events wait, or the group has ended. */
  async roomFor(most: number): Promise<void> {
    while (this.#line.length > most && !this.#gone.signal.aborted) {
      await new Promise<void>((resolve) => this.#room.push(resolve));
    }
  }

  /** Ends the streams of all members. */
  end(error?: Error): void {
    const members = [...this.#members];
    this.#members.clear();
    this.#end();
    // Whoever comes from now on needs another group, also while a member is not yet where its end finds it.
    this.#options.onEmpty?.();
    for (const { receiver } of members) receiver.end(error);
  }

  #end(): void {
    this.#line.length = 0;
    this.#started = 0;
    this.#gone.abort();
    this.#tellRoom();
  }

  #passes(event: LoggedEvent, principal: Principal): boolean {
    const { field, args, logger } = this.#options;
    try {
      return field.filter.passes(event.payload, args, principal);
    } catch (error) {
      // Closed when in doubt: an event that the filter cannot judge reaches nobody.
      const { event_id: eventId, trace_id: traceId } = event.header;
      logger.warn({ err: error, field: field.name, eventId, traceId }, 'event filter failed');
      return false;
    }
  }

  /** Starts hydrations while fewer than `atOnce` run: those are the first entries of the line. */
  #advance(): void {
    while (this.#started < Math.min(this.#options.atOnce, this.#line.length)) {
      const entry = this.#line[this.#started++]!;
      void this.#frameOf(entry).then((frame) => {
        entry.frame = frame;
        if (!this.#gone.signal.aborted) this.#deliver();
      });
    }
  }

  /** Sends what is ready at the head of the line. */
  #deliver(): void {
    while (this.#line[0]?.frame) {
      const { number, frame } = this.#line.shift()!;
      this.#started--;
      const receivers: FrameReceiver[] = [];
      for (const { receiver, from } of this.#members) if (number >= from) receivers.push(receiver);
      this.#options.metrics.frames += receivers.length;
      frame!.giveTo(receivers);
    }
    this.#advance();
    this.#tellRoom();
  }

  #tellRoom(): void {
    for (const resolve of this.#room.splice(0)) resolve();
  }

  async #frameOf({ event, after }: Entry): Promise<EventFrame> {
    const { field, hydrate, logger, queue, tenantId, metrics } = this.#options;
    const { event_id: id, event_name: name, timestamp } = event.header;
    const frame = (json: string) => new EventFrame(json, JSON.stringify({ id, name, timestamp }), after, tenantId);
    try {
      return await queue.run(tenantId, async () => {
        const [member] = this.#members;
        // Without members nobody reads the frame; it only keeps its place in the line.
        if (!member) return frame('{"data":null}');
        metrics.hydrations++;
        const { json } = await hydrate(entityOf(event, field), event, member.principal, this.#gone.signal);
        return frame(json);
      });
    } catch (error) {
      const traceId = event.header.trace_id;
      logger.error({ err: error, field: field.name, eventId: id, traceId }, 'event could not be hydrated');
      const { message, extensions: coded } = new CodedError('INTERNAL_ERROR');
      return frame(`{"errors":${JSON.stringify([{ message, extensions: coded }])}}`);
    }
  }
}
