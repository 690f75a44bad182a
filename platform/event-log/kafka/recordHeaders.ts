import { CodedError } from '#platform/errors/codedError.ts';
import type { EventHeader } from '#platform/events/eventRecord.ts';
import type { FetchedRecord } from './protocol.ts';

const fields = ['event_id', 'event_name', 'source', 'timestamp', 'tenant_id', 'trace_id', 'version', 'schema'] as const;
const traceId = /^(?!0{32})[0-9a-f]{32}$/;

/**
 * The headers of a record: one per field of the event's header, and `traceparent`, by which tracing tools follow the
 * event (W3C Trace Context, section 3.2); the event's own id names the span.
 */
export function toRecordHeaders(header: EventHeader): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(header)) if (value !== undefined && value !== null) headers[name] = value;
  if (headers.traceparent === undefined && traceId.test(header.trace_id)) {
    headers.traceparent = `00-${header.trace_id}-${spanId(header.event_id)}-01`;
  }
  return headers;
}

/** 16 hexadecimal digits from the random end of a UUID, never all zero. */
function spanId(eventId: string): string {
  const digits = eventId.replaceAll(/[^0-9a-f]/g, '').slice(-16);
  return /^(?!0{16})[0-9a-f]{16}$/.test(digits) ? digits : '0000000000000001';
}

/**
 * The event's header from the headers of a record.
 * @throws CodedError EVENT_INVALID when a field is missing: the record was not written by us
 */
export function fromRecordHeaders(topic: string, headers: FetchedRecord['headers']): EventHeader {
  const header: Partial<EventHeader> = {};
  for (const name of fields) {
    const value = headers[name];
    if (value === undefined) {
      throw new CodedError('EVENT_INVALID', { message: `A record of topic ${topic} has no header ${name}.` });
    }
    header[name] = value.toString();
  }
  return header as EventHeader;
}
