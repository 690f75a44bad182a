import { randomFillSync } from 'node:crypto';

const pool = new Uint8Array(4096);
let used = pool.length;
let lastTime = 0;
let counter = 0;

const hex: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/**
 * Gives a new UUID of version 7 (RFC 9562, section 5.7): milliseconds since 1970, then a counter, then random bits.
 *
 * The 12 bits of rand_a hold a counter with a random start (section 6.2, method 1), so identifiers of one process
 * ascend strictly, also within a millisecond and when the clock steps back.
 */
export function uuidv7(): string {
  if (used + 10 > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const now = Date.now();
  if (now > lastTime) {
    lastTime = now;
    // The highest bit starts at zero, which leaves the counter room for at least 2,048 steps in this millisecond.
    counter = ((pool[used]! << 8) | pool[used + 1]!) & 0x7ff;
  } else if (++counter > 0xfff) {
    lastTime += 1;
    counter = 0;
  }
  if (lastTime !== printedTime) print(lastTime);
  const r = used + 2;
  used += 10;
  const variant = hex[0x80 | (pool[r]! & 0x3f)]! + hex[pool[r + 1]!]!;
  let node = '';
  for (let i = r + 2; i < r + 8; i++) node += hex[pool[i]!]!;
  return `${printed}-7${counter.toString(16).padStart(3, '0')}-${variant}-${node}`;
}

/** Identifiers of one millisecond begin alike. */
let printedTime = -1;
let printed = '';

function print(time: number): void {
  const high = Math.floor(time / 0x1_0000);
  const low = time % 0x1_0000;
  printed = `${high.toString(16).padStart(8, '0')}-${low.toString(16).padStart(4, '0')}`;
  printedTime = time;
}
