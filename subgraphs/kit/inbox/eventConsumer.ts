import type { EventPayloads, Topic } from '#generated/events.ts';
import type { LoggedEvent } from '#platform/event-log/eventLog.ts';
import type { TenantTransaction } from '../tenancy/tenantSession.ts';

/** What a subgraph does on an event of another. Its effect happens once per event, in the event's tenant. */
export interface EventConsumer<T extends Topic = Topic> {
  /** Unique in the subgraph and never changed: repetitions are known by it, e.g. `orders-of-won-deals`. */
  readonly name: string;
  readonly topic: T;
  /** The right to personal data: with `read` the payload has it in the clear, otherwise `***` stands in its place. */
  readonly pii?: 'read';
  /** Runs in one transaction with the note that the event is done. What it throws is retried, then parked. */
  handle(event: LoggedEvent<EventPayloads[T]>, transaction: TenantTransaction): Promise<void>;
}

/** Gives `handle` the payload's type by its topic. */
export function defineConsumer<T extends Topic>(consumer: EventConsumer<T>): EventConsumer {
  // The topic decides which payload arrives, so the wider type never hands `handle` another one.
  return consumer as unknown as EventConsumer;
}
