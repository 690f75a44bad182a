import type { EventFilter } from './eventFilter.ts';

/** A subscription field that events feed, as its `@eventStream` says, compiled once. */
export interface LiveField {
  readonly name: string;
  readonly topic: string;
  /** Object type of the entity that the field yields. */
  readonly entityType: string;
  /** Field of the entity's key → field of the event's payload. */
  readonly entityKey: ReadonlyMap<string, string>;
  readonly filter: EventFilter;
}
