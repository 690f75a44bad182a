import type { RateScope } from './rateLimit.ts';
import { SubjectCount } from './subjectCount.ts';

/** Subjects from which on it is looked for those that are to be forgotten. */
const pruneFrom = 1_000;
/** Milliseconds after which nothing of a subject counts any more. */
const countedFor = 3_660_000;

/**
 * The counts of many subjects, of so many at most. Those that no window counts any more are forgotten; beyond the bound
 * the ones that came first are.
 */
export class SubjectCounts {
  readonly #most: number;
  readonly #counts = new Map<string, SubjectCount>();
  #pruneAt = pruneFrom;

  constructor(most: number) {
    this.#most = most;
  }

  /** The count of a subject, a new one if there is none. */
  of(scope: RateScope, key: string, now: number): SubjectCount {
    const known = this.#counts.get(key);
    if (known) return known;
    if (this.#counts.size >= Math.min(this.#pruneAt, this.#most)) this.#prune(now);
    const count = new SubjectCount(scope, key);
    count.lastUsed = now;
    this.#counts.set(key, count);
    return count;
  }

  #prune(now: number): void {
    // The oldest tenth makes room at once, so that a flood of new subjects does not prune for each of them.
    const tooMany = this.#counts.size >= this.#most ? this.#most * 0.1 : 0;
    let forgotten = 0;
    for (const [key, count] of this.#counts) {
      if (forgotten >= tooMany && count.lastUsed >= now - countedFor) continue;
      count.isForgotten = true;
      this.#counts.delete(key);
      forgotten++;
    }
    this.#pruneAt = Math.max(pruneFrom, this.#counts.size * 2);
  }
}
