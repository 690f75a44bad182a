import { CodedError } from '#platform/errors/codedError.ts';
import type { EventHeader } from '#platform/events/eventRecord.ts';
import type { FetchedRecord } from './protocol.ts';

const required = [
  'event_id',
  'event_name',
  'source',
  'timestamp',
  'tenant_id',
  'trace_id',
  'version',
  'schema',
] as const;
const optional = ['traceparent'] as const;

/**
 * The headers of a record: one per field of the event's header. `traceparent` has the name by which tracing tools know it
 * (W3C Trace Context, section 3.2).
 */
export function toRecordHeaders(header: EventHeader): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const name of [...required, ...optional]) {
    const value = header[name];
    if (value !== undefined) headers[name] = value;
  }
  return headers;
}

/**
 * The event's header from the headers of a record.
 * @throws CodedError EVENT_INVALID when a field is missing: the record was not written by us
 */
export function fromRecordHeaders(topic: string, headers: FetchedRecord['headers']): EventHeader {
  const header: Partial<EventHeader> = {};
  for (const name of required) {
    const value = headers[name];
    if (value === undefined) {
      throw new CodedError('EVENT_INVALID', { message: `A record of topic ${topic} has no header ${name}.` });
    }
    header[name] = value.toString();
  }
  for (const name of optional) {
    const value = headers[name];
    if (value !== undefined) header[name] = value.toString();
  }
  return header as EventHeader;
}
