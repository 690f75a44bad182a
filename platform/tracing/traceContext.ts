import { randomBytes } from 'node:crypto';

/** A place in a trace: which trace, and which span of it. */
export interface TraceContext {
  /** 32 hex digits, not all zero. */
  readonly traceId: string;
  /** 16 hex digits, not all zero. */
  readonly spanId: string;
  /** Two hex digits; `01` says that the trace is recorded. */
  readonly flags: string;
}

const form = /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(?:-.*)?$/;

/**
 * Reads a `traceparent`; nothing when it is absent or malformed, so that no foreign text gets into logs and headers.
 * @see https://www.w3.org/TR/trace-context/#traceparent-header
 */
export function parseTraceparent(text: unknown): TraceContext | undefined {
  const parts = typeof text === 'string' && text.length <= 512 ? form.exec(text) : null;
  return parts ? { traceId: parts[1]!, spanId: parts[2]!, flags: parts[3]! } : undefined;
}

/** Writes a `traceparent` of version 00. */
export function formatTraceparent({ traceId, spanId, flags }: TraceContext): string {
  return `00-${traceId}-${spanId}-${flags}`;
}

/** A new span of the same trace, or of a new trace that is recorded. */
export function childOf(parent?: Pick<TraceContext, 'traceId'> & Partial<TraceContext>): TraceContext {
  return {
    traceId: parent?.traceId ?? randomBytes(16).toString('hex'),
    spanId: newSpanId(),
    flags: parent?.flags ?? '01',
  };
}

/** All zero would mean that there is no span; the first digit keeps it from that. */
function newSpanId(): string {
  const bytes = randomBytes(8);
  bytes[0] = bytes[0]! | 1;
  return bytes.toString('hex');
}
