import { createHash } from 'node:crypto';
import { BoundedCache } from './boundedCache.ts';

const queriesAtMost = 10_000;
const charactersAtMost = 8_000_000;

/**
 * Documents that clients registered by their SHA-256 (automatic persisted queries). The store is bounded: what was
 * used last stays, and a client whose document is gone sends it again, as the protocol has it.
 *
 * @see https://www.apollographql.com/docs/apollo-server/performance/apq
 */
export class AutomaticQueries {
  readonly #texts = new BoundedCache<string>(queriesAtMost, charactersAtMost);

  /** The text that was registered under a hash. */
  find(hash: string): string | undefined {
    return this.#texts.get(hash);
  }

  /** Registers a text. False when the hash is not its own; then nothing is kept. */
  register(hash: string, text: string): boolean {
    if (!isHashOf(hash, text)) return false;
    this.#texts.set(hash, text, text.length);
    return true;
  }

  /** Hit counts, for metrics. */
  get statistics(): BoundedCache<unknown>['statistics'] {
    return this.#texts.statistics;
  }
}

/** Whether a text has this SHA-256, in lower-case hexadecimal. */
export function isHashOf(hash: string, text: string): boolean {
  return createHash('sha256').update(text).digest('hex') === hash;
}
