/** Milliseconds after which a queue that was never empty is no burst any more. */
const burst = 60;
/** Milliseconds that one turn of the event loop counts at most: a pause of the whole process is no overload. */
const turnAtMost = 10;

/** How long a queue has stood without being empty. */
export class Standing {
  readonly #crowd: number;
  #time = 0;
  #last = 0;
  #came = 0;

  /** @param crowd operations that may come at once and are a burst, however long it takes to serve them */
  constructor(crowd: number) {
    this.#crowd = crowd;
  }

  /** Whether it stands for longer than a burst makes it stand. */
  get isLong(): boolean {
    return this.#time > burst && this.#came > this.#crowd;
  }

  /** Takes when the first one came into the empty queue. */
  begin(now: number): void {
    this.#time = 0;
    this.#last = now;
    this.#came = 0;
  }

  /** Takes that one more came into it. */
  add(): void {
    this.#came++;
  }

  /** Takes that the queue is not empty yet; gives the milliseconds since it was looked at last. */
  look(now: number): number {
    const span = now - this.#last;
    this.#last = now;
    this.#time += Math.min(span, turnAtMost);
    return span;
  }
}
