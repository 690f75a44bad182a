/** A call that waits for its turn. */
export interface Waiting {
  /** Lower numbers go first. */
  readonly order: number;
  start(): void;
  /** It will have no turn: what it waits for is not asked any more. */
  refuse(): void;
}

/**
 * Lets so many calls run at once and so many wait. Of those that wait, the ones of older client requests go first, so that
 * begun work is finished before new work is taken up: what is half done holds memory.
 */
export class Bulkhead {
  readonly #concurrency: number;
  readonly #queue: number;
  /** Sorted, the next one first: most that come are younger than all that wait. */
  readonly #waiting: Waiting[] = [];
  #running = 0;

  constructor(concurrency: number, queue: number) {
    this.#concurrency = concurrency;
    this.#queue = queue;
  }

  get size(): { readonly running: number; readonly waiting: number } {
    return { running: this.#running, waiting: this.#waiting.length };
  }

  /** Starts the call now or when it is its turn; false when too many wait. Each start must be followed by `release`. */
  enter(call: Waiting): boolean {
    if (this.#running < this.#concurrency) {
      this.#running++;
      call.start();
      return true;
    }
    if (this.#waiting.length >= this.#queue) return false;
    const place = this.#placeOf(call.order);
    if (place === this.#waiting.length) this.#waiting.push(call);
    else this.#waiting.splice(place, 0, call);
    return true;
  }

  /** Takes back a call that waits; nothing happens if it does not. */
  leave(call: Waiting): void {
    const position = this.#waiting.indexOf(call);
    if (position >= 0) this.#waiting.splice(position, 1);
  }

  /** Takes back all calls that wait, older ones first. */
  drain(): readonly Waiting[] {
    return this.#waiting.splice(0);
  }

  release(): void {
    const next = this.#waiting.shift();
    if (next) next.start();
    else this.#running--;
  }

  /** Where a call of that order belongs: behind all that are as old, or older. */
  #placeOf(order: number): number {
    let from = 0;
    let to = this.#waiting.length;
    if (to === 0 || (this.#waiting[to - 1] as Waiting).order <= order) return to;
    while (from < to) {
      const middle = (from + to) >>> 1;
      if ((this.#waiting[middle] as Waiting).order <= order) from = middle + 1;
      else to = middle;
    }
    return from;
  }
}
