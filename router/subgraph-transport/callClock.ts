/** What has an end that it must not pass. */
export interface TimedCall {
  /** Moment, in milliseconds since the epoch. */
  readonly end: number;
  /** Called once, at or soon after the end. */
  expire(): void;
}

/** How late an end may be noticed, in milliseconds. */
const resolution = 20;

/**
 * Ends calls that take too long: one timer for all of them, since a timer each costs more than the look at all that are
 * running every few milliseconds.
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
      if (call.end > now) continue;
      this.#running.delete(call);
      call.expire();
    }
  }
}
