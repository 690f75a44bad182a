/** What decides how many operations may run at once. */
export interface RoomOptions {
  /** Operations that may always run. */
  readonly always: number;
  /** Milliseconds that the event loop may be late. */
  readonly lateAtMost: number;
}

/** How much room the loop wins per look at which it is in time. */
const growth = 1.05;
/** The most that it loses per look. */
const loss = 0.5;
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

  /** Takes how late the loop was, in milliseconds, and how many operations run. */
  adapt(late: number, running: number): void {
    const { always, lateAtMost } = this.#options;
    if (late > lateAtMost) {
      this.#size = Math.max(always, Math.floor(Math.min(this.#size, running) * Math.max(loss, lateAtMost / late)));
    } else if (this.#size !== Number.POSITIVE_INFINITY) {
      const size = Math.ceil(this.#size * growth);
      this.#size = size > unbounded ? Number.POSITIVE_INFINITY : size;
    }
  }
}
