import { createHash, hkdfSync, randomBytes } from 'node:crypto';

/** One key of live cursors, with the parts that are derived from it. */
export interface CursorKey {
  /** First four bytes of the key's SHA-256; stands in each cursor, so that it is opened with the right key. */
  readonly id: Buffer;
  /** Secret from which the encryption key of each tenant is derived. */
  readonly sealing: Buffer;
  /** Secret from which the binding of each user is derived. */
  readonly binding: Buffer;
}

/** All keys of this installation: the first one seals, every one opens. Never empty. */
export type CursorKeys = readonly [CursorKey, ...CursorKey[]];

const bytes = 32;
const idBytes = 4;
const line = /^[A-Za-z0-9_-]{43}$/;

/**
 * Reads keys from the text of a key file: one per line, 32 bytes in base64url without padding. To rotate, put a new
 * line first on every router, and remove the last one after the event log's retention.
 *
 * @throws Error that names the line which is no key
 */
export function parseCursorKeys(text: string): CursorKeys {
  const lines = text.split(/\r?\n/).filter((each) => each.trim() !== '');
  const keys = lines.map((each, index) => {
    if (!line.test(each.trim())) throw new Error(`Line ${index + 1} is no key of 32 bytes in base64url.`);
    return keyOf(Buffer.from(each.trim(), 'base64url'));
  });
  const [first, ...others] = keys;
  if (!first) throw new Error('There is no key.');
  return [first, ...others];
}

/** The text of a key file with one new key. */
export function makeCursorKeys(): string {
  return `${randomBytes(bytes).toString('base64url')}\n`;
}

function keyOf(secret: Buffer): CursorKey {
  const part = (purpose: string) =>
    Buffer.from(hkdfSync('sha256', secret, Buffer.alloc(0), `inopsio live cursor ${purpose}`, bytes));
  return {
    id: createHash('sha256').update(secret).digest().subarray(0, idBytes),
    sealing: part('sealing'),
    binding: part('binding'),
  };
}
