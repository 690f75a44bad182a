/** Milliseconds from one look at the clock to the next. */
const every = 5;
/** Milliseconds after which a turn of the loop counts a third of what it counted. */
const remembered = 200;
/** Milliseconds without work after which the clock stops; an idle process is not woken up. */
const idleAtMost = 1_000;

/**
 * Measures how late the event loop is: how long what becomes due at any moment waits for its turn on average. Where turns take
 * d milliseconds, that is Σd²/2Σd, so that long turns count for all that waits for them, and a single pause, as of
 * garbage collection, for little. It runs while there is work.
 */
export class LoopClock {
  readonly #onLook: (late: number, span: number) => void;
  readonly #hasWork: () => boolean;
  #timer: NodeJS.Timeout | undefined;
  #last = 0;
  #lastWork = 0;
  #turns = 1;
  #squares = every;

  /** @param onLook gets how late the loop is, and how long ago the last look was, in milliseconds */
  constructor(onLook: (late: number, span: number) => void, hasWork: () => boolean) {
    this.#onLook = onLook;
    this.#hasWork = hasWork;
  }

  /** Runs until there was no work for a while. */
  run(): void {
    if (this.#timer) return;
    this.#last = performance.now();
    this.#timer = setInterval(this.#look, every);
    this.#timer.unref();
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  readonly #look = (): void => {
    const now = performance.now();
    const span = now - this.#last;
    this.#last = now;
    const kept = Math.exp(-span / remembered);
    this.#turns = this.#turns * kept + span;
    this.#squares = this.#squares * kept + span * span;
    this.#onLook(this.#squares / this.#turns / 2, span);
    if (this.#hasWork()) this.#lastWork = now;
    else if (now - this.#lastWork > idleAtMost) this.stop();
  };
}
