/** What has an end that it must not pass. */
export interface TimedCall {
  /** Moment, in milliseconds since the epoch. */
  readonly end: number;
  /** Aborted when nobody waits for the call any longer. */
  readonly signal?: AbortSignal | undefined;
  /** Where the clock keeps it; only the clock writes it. */
  slot: number;
  /** Called once, at or soon after the end. */
  expire(): void;
  /** Called once, soon after the signal was aborted. */
  leave?(): void;
}

/** How late an end, or that the client has left, may be noticed, in milliseconds. */
const resolution = 20;

/** The slot of a call that no clock keeps. */
export const noSlot = -1;

/**
 * Ends calls that take too long or whose client has left: one timer for all of them, since a timer and a listener each cost
 * more than the look at all that are running every few milliseconds.
 *
 * Calls are kept in an array, with the last one moving into a place that becomes free. A Set makes a new table every few
 * dozen calls, and V8 lets each old table refer to its successor: as soon as one has grown old, all later ones, with every call
 * that was in them, outlive the collections of young objects (half of all that these had to copy).
 */
export class CallClock {
  readonly #running: TimedCall[] = [];
  #timer: NodeJS.Timeout | undefined;

  add(call: TimedCall): void {
    call.slot = this.#running.push(call) - 1;
    this.#timer ??= setInterval(() => this.#look(), resolution);
  }

  /** Nothing happens to a call that is not kept. */
  delete(call: TimedCall): void {
    const { slot } = call;
    if (slot === noSlot) return;
    const last = this.#running.pop() as TimedCall;
    if (last !== call) {
      this.#running[slot] = last;
      last.slot = slot;
    }
    call.slot = noSlot;
  }

  #look(): void {
    if (this.#running.length === 0) {
      clearInterval(this.#timer);
      this.#timer = undefined;
      return;
    }
    const now = Date.now();
    // Backwards: what moves into a place that becomes free has been looked at. Those that end may take others with them.
    for (let slot = this.#running.length - 1; slot >= 0; slot--) {
      const call = this.#running[slot];
      if (call === undefined) continue;
      if (call.signal?.aborted === true && call.leave !== undefined) {
        this.delete(call);
        call.leave();
      } else if (call.end <= now) {
        this.delete(call);
        call.expire();
      }
    }
  }
}
