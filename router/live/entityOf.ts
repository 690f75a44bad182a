import { CodedError } from '#platform/errors/codedError.ts';
import type { LoggedEvent } from '#platform/event-log/eventLog.ts';
import type { EntityRepresentation } from '../execute/compiledOperation.ts';
import type { LiveField } from './liveField.ts';

/**
 * The entity that an event speaks of: its key, and whatever else `@eventStream` maps. A selection that asks for nothing
 * more is answered from the event, without a fetch.
 *
 * @throws CodedError EVENT_INVALID when the payload lacks a part of it
 */
export function entityOf(event: LoggedEvent, field: LiveField): EntityRepresentation {
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
