import { type Cipheriv, createCipheriv, createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import type { CursorOwner } from './cursorSealer.ts';

/** Ties sealed positions to one user. */
export interface CursorBinding {
  /** Stands for the user: 16 bytes, as characters of Latin-1. */
  readonly mark: string;
}

const bytes = 16;

/**
 * Makes the second part of cursors: 16 bytes that only this installation can make for a sealed position and a user.
 * The position gives a key (HMAC-SHA256 of its text), the user a block (HMAC-SHA256, cut to 128 bits), and the part is
 * that block encrypted with AES-256 under that key: a pseudorandom function of a message of one block. No two messages
 * are longer or shorter than another, so a single block needs no mode. HMAC per user and event would take four times as
 * long, and blocks of many users are encrypted in one call.
 *
 * @see https://csrc.nist.gov/pubs/fips/197/final
 */
export class CursorBinder {
  readonly #secret: KeyObject;
  #last: { readonly sealed: string; readonly cipher: Cipheriv } | undefined;

  /** @param secret 32 bytes */
  constructor(secret: Buffer) {
    // As an object, made once: with bytes as key each HMAC takes four times as long.
    this.#secret = createSecretKey(secret);
  }

  bindingOf({ tenantId, userId }: CursorOwner): CursorBinding {
    return { mark: this.#hash('user', JSON.stringify([tenantId, userId])).toString('latin1', 0, bytes) };
  }

  /** The second part for one user, 22 characters of base64url. */
  bind(sealed: string, binding: CursorBinding): string {
    return this.bindAll(sealed, [binding])[0]!;
  }

  /** The second parts for many users, in their order. */
  bindAll(sealed: string, bindings: readonly CursorBinding[]): string[] {
    const blocks = Buffer.allocUnsafe(bytes * bindings.length);
    for (let n = 0; n < bindings.length; n++) blocks.write(bindings[n]!.mark, n * bytes, 'latin1');
    const bound = this.#cipherOf(sealed).update(blocks);
    return bindings.map((_, n) => bound.toString('base64url', n * bytes, (n + 1) * bytes));
  }

  #cipherOf(sealed: string): Cipheriv {
    if (this.#last?.sealed !== sealed) {
      const key = this.#hash('position', sealed);
      this.#last = { sealed, cipher: createCipheriv('aes-256-ecb', key, null).setAutoPadding(false) };
    }
    return this.#last.cipher;
  }

  #hash(what: 'user' | 'position', text: string): Buffer {
    return createHmac('sha256', this.#secret).update(`${what} ${text}`).digest();
  }
}
