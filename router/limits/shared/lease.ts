import type { RateLimit } from '../rateLimit.ts';
import type { Excess } from '../subjectCount.ts';
import type { PermitStore } from './permitStore.ts';

/** Permits of one subject that a router asks for at once, at most. */
const mostAtOnce = 64;
/** Milliseconds for which permits are kept; then the rest is given back. */
const keptFor = 1_000;
/** Milliseconds for which a refusal is believed without asking again: somebody may have given permits back. */
const believedFor = 250;

interface Waiting {
  readonly operations: number;
  readonly decide: (excess: Excess | undefined) => void;
}

/**
 * The permits of one subject that this router has from Redis and has not used yet. It asks for more the more often they
 * run out, and for the next ones before they do; so busy callers hardly ever wait, and rare ones hold nothing back.
 */
export class Lease {
  readonly key: string;
  readonly #store: PermitStore;
  #permits = 0;
  #until = 0;
  /** Of the newest permits. */
  #second = 0;
  /** How many are asked for at once. */
  #size = 1;
  #isAsking = false;
  #waiting: Waiting[] = [];
  #refused: { readonly limit: RateLimit; readonly until: number; readonly excess: Excess } | undefined;

  constructor(key: string, store: PermitStore) {
    this.key = key;
    this.#store = store;
  }

  /** Whether so many operations may be sent without asking. */
  has(operations: number, now: number): boolean {
    return this.#permits >= operations && now < this.#until && this.#waiting.length === 0;
  }

  /** Uses permits that are here ({@link has}). */
  use(operations: number, limit: RateLimit, now: number): void {
    this.#permits -= operations;
    if (this.#size > 1 && this.#permits <= this.#size / 2) this.#ask(limit, now);
  }

  /** Gives back what was used for nothing. */
  unuse(operations: number): void {
    this.#permits += operations;
  }

  /** Uses permits once they are here; gives what keeps them from coming. Without Redis nothing does. */
  take(operations: number, limit: RateLimit, now: number): Promise<Excess | undefined> {
    const { promise, resolve } = Promise.withResolvers<Excess | undefined>();
    const refused = this.#refused;
    if (refused && refused.limit === limit && now < refused.until) resolve(refused.excess);
    else {
      this.#waiting.push({ operations, decide: resolve });
      this.#ask(limit, now);
    }
    return promise;
  }

  /** Gives unused permits back once they are old; says whether the subject is still in use. */
  giveBack(now: number, all = false): boolean {
    if (this.#permits > 0 && (all || now >= this.#until)) {
      this.#store.return(this.key, this.#permits, this.#second);
      this.#permits = 0;
      this.#size = Math.max(1, this.#size >> 1);
    }
    return this.#isAsking || now < this.#until;
  }

  #ask(limit: RateLimit, now: number): void {
    if (this.#isAsking) return;
    this.#isAsking = true;
    const asked = this.#waiting.length;
    const needed = this.#waiting.reduce((sum, { operations }) => sum + operations, 0);
    // Permits that are too old count for too early a time.
    if (now >= this.#until) this.giveBack(now, true);
    else if (this.#until > 0) this.#size = Math.min(mostAtOnce, this.#size * 2);
    const missing = Math.max(0, needed - this.#permits);
    this.#store.take(this.key, Math.max(this.#size, missing), missing, limit).then((grant) => {
      this.#isAsking = false;
      const first = this.#waiting.splice(0, asked);
      if (grant === undefined) {
        for (const { decide } of first) decide(undefined);
        return this.#goOn(limit);
      }
      const { permits, second, excess } = grant;
      this.#permits += permits;
      this.#second = second;
      const later = performance.now();
      if (permits > 0) this.#until = later + keptFor;
      this.#refused = excess && { limit, until: later + Math.min(excess.wait, believedFor), excess };
      for (const { operations, decide } of first) {
        const isEnough = this.#permits >= operations;
        if (isEnough) this.#permits -= operations;
        decide(isEnough ? undefined : excess);
      }
      this.#goOn(limit);
    });
  }

  /** Asks for those who came while it was asked. */
  #goOn(limit: RateLimit): void {
    if (this.#waiting.length > 0) this.#ask(limit, performance.now());
  }
}
