import { randomBytes } from 'node:crypto';

const valid = /^00-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-([0-9a-f]{2})$/;

/**
 * The trace context of the router's own work: the caller's trace when it sent a valid one, else a new trace, always with
 * an identifier of our own as parent of what we call.
 *
 * @see https://www.w3.org/TR/trace-context/#traceparent-header
 */
export function traceparentFrom(received: string | undefined): string {
  const [, trace, flags] = valid.exec(received ?? '') ?? [];
  return `00-${trace ?? randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-${flags ?? '01'}`;
}
