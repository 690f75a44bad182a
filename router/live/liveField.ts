import type { GraphQLSchema } from 'graphql';
import type { EventStream } from '../supergraph/eventStreamsOf.ts';
import { type EventFilter, eventFilter } from './eventFilter.ts';

/** A subscription field that events feed, as its `@eventStream` says, compiled once. */
export interface LiveField {
  readonly name: string;
  readonly topic: string;
  /** Object type of the entity that the field yields. */
  readonly entityType: string;
  /** Field of the entity's key → field of the event's payload. */
  readonly entityKey: ReadonlyMap<string, string>;
  readonly filter: EventFilter;
  /** Names of the field's arguments. */
  readonly argumentNames: readonly string[];
}

/**
 * Compiles the event streams of a supergraph.
 * @throws CodedError SUPERGRAPH_INVALID when a filter cannot be used
 */
export function liveFields(
  streams: ReadonlyMap<string, EventStream>,
  apiSchema: GraphQLSchema,
): ReadonlyMap<string, LiveField> {
  const fields = apiSchema.getSubscriptionType()?.getFields() ?? {};
  return new Map(
    [...streams].map(([name, { topic, type, entity, filter }]) => [
      name,
      {
        name,
        topic,
        entityType: type,
        entityKey: new Map(Object.entries(entity)),
        filter: eventFilter(filter, name),
        argumentNames: fields[name]?.args.map((argument) => argument.name) ?? [],
      },
    ]),
  );
}
