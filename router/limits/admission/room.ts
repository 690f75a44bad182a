/** What decides how many operations may run at once. */
export interface RoomOptions {
  /** Operations that may always run. */
  readonly always: number;
  /** Milliseconds that work may wait for its turn of the event loop, on average. */
  readonly lateAtMost: number;
}

/** Milliseconds in which the room comes to what the lateness asks for; as long as that is measured over. */
const settling = 200;
/** The most by which the room grows and shrinks in that time. */
const growth = 2;
const loss = 0.1;
/** Beyond this many the room is as good as none at all. */
const unbounded = 100_000;

/**
 * How many operations may run at the same time, so that the event loop is in time: without bound as long as it is, and
 * as many as it bears once it is not, but never fewer than so many. What waits for subgraphs does not make a loop late,
 * so that slow subgraphs make the room no smaller.
 */
export class Room {
  readonly #options: RoomOptions;
  #size = Number.POSITIVE_INFINITY;

  constructor(options: RoomOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#size;
  }

  /** Takes how late the loop is, how long it was so, both in milliseconds, and how many operations run. */
  adapt(late: number, span: number, running: number): void {
    const { always, lateAtMost } = this.#options;
    const wanted = Math.min(growth, Math.max(loss, lateAtMost / late)) ** (span / settling);
    if (wanted < 1) this.#size = Math.max(always, Math.min(this.#size, running) * wanted);
    else if (this.#size < unbounded) this.#size *= wanted;
    else this.#size = Number.POSITIVE_INFINITY;
  }
}
