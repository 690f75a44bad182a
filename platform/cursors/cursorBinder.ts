import { type Cipheriv, createCipheriv, createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import type { CursorOwner } from './cursorOwner.ts';

/** Ties sealed positions to one user. */
export interface CursorBinding {
  /** Stands for the user: 16 bytes, as characters of Latin-1. */
  readonly mark: string;
}

const bytes = 16;
const words = 4;
/** A multiple of three bytes, so that each part begins with a character of its own when many are spelled in one go. */
const stride = 18;
const spelledStride = 24;
const characters = 22;
/** Parts share the memory of those spelled with them for as long as one is kept. */
const spelledAtOnce = 64;

/**
 * Makes the second part of cursors: 16 bytes that only this installation can make for a sealed position and a user.
 * The position gives a block (the tag that authenticates all of it), the user another (HMAC-SHA256, cut to 128 bits),
 * and the part is the CBC-MAC with AES-256 of the two. CBC-MAC is a pseudorandom function of messages that are all of one
 * length, as these are. One cipher serves for ever, the position's block is encrypted once for all users, and those of
 * many users are encrypted in one call: HMAC per user and event would take four times as long, a key per event twice.
 *
 * @see https://csrc.nist.gov/pubs/fips/197/final
 * @see https://doi.org/10.1006/jcss.1999.1694 Bellare, Kilian, Rogaway: The Security of the Cipher Block Chaining MAC
 */
export class CursorBinder {
  readonly #secret: KeyObject;
  /** Blocks by themselves; what comes out depends on nothing before. */
  readonly #cipher: Cipheriv;
  #last: { readonly sealed: string; readonly block: Uint32Array } | undefined;

  /** @param secret 32 bytes */
  constructor(secret: Buffer) {
    // As objects, made once: bytes as key take several times as long each time.
    this.#secret = createSecretKey(secret);
    const key = createSecretKey(this.#hash('bindings'));
    this.#cipher = createCipheriv('aes-256-ecb', key, null).setAutoPadding(false);
  }

  bindingOf({ tenantId, userId }: CursorOwner): CursorBinding {
    return { mark: this.#hash(`user ${JSON.stringify([tenantId, userId])}`).toString('latin1', 0, bytes) };
  }

  /** The second part for one user, 22 characters of base64url. */
  bind(sealed: string, binding: CursorBinding): string {
    return this.bindAll(sealed, [binding])[0]!;
  }

  /**
   * The second parts for many users, in their order.
   * @param sealed bytes as base64url, of which the last 16 authenticate all
   */
  bindAll(sealed: string, bindings: readonly CursorBinding[]): string[] {
    const position = this.#blockOf(sealed);
    const blocks = new Uint32Array(words * bindings.length);
    const marks = Buffer.from(blocks.buffer);
    for (let n = 0; n < bindings.length; n++) marks.write(bindings[n]!.mark, n * bytes, 'latin1');
    for (let n = 0; n < blocks.length; n++) blocks[n]! ^= position[n % words]!;
    return spelled(this.#cipher.update(marks), bindings.length);
  }

  #blockOf(sealed: string): Uint32Array {
    if (this.#last?.sealed !== sealed) {
      const tag = Buffer.from(sealed, 'base64url').subarray(-bytes);
      const block = new Uint32Array(words);
      this.#cipher.update(tag).copy(Buffer.from(block.buffer));
      this.#last = { sealed, block };
    }
    return this.#last.block;
  }

  #hash(text: string): Buffer {
    return createHmac('sha256', this.#secret).update(text).digest();
  }
}

/** Each 16 bytes as base64url. */
function spelled(bound: Buffer, count: number): string[] {
  const spread = Buffer.alloc(stride * count);
  for (let n = 0; n < count; n++) {
    for (let byte = 0; byte < bytes; byte++) spread[n * stride + byte] = bound[n * bytes + byte]!;
  }
  const parts: string[] = [];
  for (let from = 0; from < count; from += spelledAtOnce) {
    const upTo = Math.min(from + spelledAtOnce, count);
    const text = spread.toString('base64url', from * stride, upTo * stride);
    for (let at = 0; at < text.length; at += spelledStride) parts.push(text.slice(at, at + characters));
  }
  return parts;
}
