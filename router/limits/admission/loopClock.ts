/** Milliseconds from one look at the clock to the next. */
const every = 5;
/** Looks of which the least late one counts, so that a single pause, as of garbage collection, is no overload. */
const looks = 3;
/** Looks without work after which the clock stops; an idle process is not woken up. */
const idleLooks = 200;

/**
 * Measures how late the event loop is: how long what is due has to wait for its turn. It runs while there is work.
 */
export class LoopClock {
  readonly #onLook: (late: number) => void;
  readonly #hasWork: () => boolean;
  readonly #late = Array<number>(looks).fill(0);
  #timer: NodeJS.Timeout | undefined;
  #last = 0;
  #look = 0;
  #idle = 0;

  /** @param onLook gets the milliseconds by which the last looks were late, all of them */
  constructor(onLook: (late: number) => void, hasWork: () => boolean) {
    this.#onLook = onLook;
    this.#hasWork = hasWork;
  }

  /** Runs until there was no work for a while. */
  run(): void {
    if (this.#timer) return;
    this.#last = performance.now();
    this.#timer = setInterval(this.#tick, every);
    this.#timer.unref();
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  readonly #tick = (): void => {
    const now = performance.now();
    this.#late[this.#look] = now - this.#last - every;
    this.#look = (this.#look + 1) % looks;
    this.#last = now;
    this.#onLook(Math.max(0, Math.min(...this.#late)));
    this.#idle = this.#hasWork() ? 0 : this.#idle + 1;
    if (this.#idle >= idleLooks) this.stop();
  };
}
