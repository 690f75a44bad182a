/** What has an end that it must not pass. */
export interface TimedCall {
  /** Moment, in milliseconds since the epoch. */
  readonly end: number;
  /** Aborted when nobody waits for the call any longer. */
  readonly signal?: AbortSignal | undefined;
  /** Called once, at or soon after the end. */
  expire(): void;
  /** Called once, soon after the signal was aborted. */
  leave?(): void;
}

/** How late an end, or that the client has left, may be noticed, in milliseconds. */
const resolution = 20;

/**
 * Ends calls that take too long or whose client has left: one timer for all of them, since a timer and a listener each cost
 * more than the look at all that are running every few milliseconds.
 */
export class CallClock {
  readonly #running = new Set<TimedCall>();
  #timer: NodeJS.Timeout | undefined;

  add(call: TimedCall): void {
    this.#running.add(call);
    this.#timer ??= setInterval(() => this.#look(), resolution);
  }

  delete(call: TimedCall): void {
    this.#running.delete(call);
  }

  #look(): void {
    if (this.#running.size === 0) {
      clearInterval(this.#timer);
      this.#timer = undefined;
      return;
    }
    const now = Date.now();
    for (const call of this.#running) {
      if (call.signal?.aborted === true && call.leave !== undefined) {
        this.#running.delete(call);
        call.leave();
      } else if (call.end <= now) {
        this.#running.delete(call);
        call.expire();
      }
    }
  }
}
