import { randomFillSync } from 'node:crypto';

const valid = /^00-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-([0-9a-f]{2})$/;

/** Random bytes are drawn many at a time, since each draw has a price of its own. */
const pool = Buffer.alloc(6_144);
let used = pool.length;

/**
 * The trace context of the router's own work: the caller's trace when it sent a valid one, else a new trace, always with
 * an identifier of our own as parent of what we call.
 *
 * @see https://www.w3.org/TR/trace-context/#traceparent-header
 */
export function traceparentFrom(received: string | undefined): string {
  const [, trace, flags] = (received === undefined ? null : valid.exec(received)) ?? [];
  const random = randomHex(24);
  return `00-${trace ?? random.slice(16)}-${random.slice(0, 16)}-${flags ?? '01'}`;
}

function randomHex(bytes: number): string {
  if (used + bytes > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += bytes;
  return pool.toString('hex', used - bytes, used);
}
