import type { FastifyRequest } from 'fastify';
import { uuidv7 } from '#platform/ids/uuidv7.ts';
import { childOf, formatTraceparent, parseTraceparent } from '#platform/tracing/traceContext.ts';

const requestIdentifier = /^[A-Za-z0-9._-]{1,128}$/;

/** What ties a request to the one of the client. */
export interface Trace {
  readonly requestId: string;
  /** W3C trace id: 32 hex digits, not all zero. */
  readonly traceId: string;
  /** W3C `traceparent` of the caller, or of a new trace. */
  readonly traceparent: string;
}

/**
 * Takes the request id from `x-request-id` and the trace id from `traceparent` (W3C Trace Context, section 3.2).
 * Makes new ones where a header is absent or malformed, so that no client text gets into logs unchecked.
 */
export function traceOf({ headers }: Pick<FastifyRequest, 'headers'>): Trace {
  const given = headers['x-request-id'];
  const trace = parseTraceparent(headers.traceparent) ?? childOf();
  return {
    requestId: typeof given === 'string' && requestIdentifier.test(given) ? given : uuidv7(),
    traceId: trace.traceId,
    traceparent: formatTraceparent(trace),
  };
}
