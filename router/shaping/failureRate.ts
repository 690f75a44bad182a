/** Parts of the window that are forgotten one after the other. */
const parts = 10;

/**
 * The share of failures among the calls of the last seconds. The window moves with time, whether calls come or not: a
 * subgraph that stalls gives few outcomes, and must not be judged by what it did long ago.
 */
export class FailureRate {
  readonly #partLength: number;
  readonly #minimum: number;
  readonly #calls = new Float64Array(parts);
  readonly #failures = new Float64Array(parts);
  /** Number of the part of time that was counted in last. */
  #last = 0;
  #totalCalls = 0;
  #totalFailures = 0;

  /**
   * @param window milliseconds that it looks back
   * @param minimum calls without which nothing is concluded
   */
  constructor(window: number, minimum: number) {
    this.#partLength = window / parts;
    this.#minimum = minimum;
  }

  /** Counts a call that has ended. */
  count(failed: boolean, now: number): void {
    this.#forget(now);
    const part = this.#last % parts;
    this.#calls[part]! += 1;
    this.#totalCalls++;
    if (!failed) return;
    this.#failures[part]! += 1;
    this.#totalFailures++;
  }

  /** Whether at least that share of enough calls failed. */
  reaches(threshold: number): boolean {
    return this.#totalCalls >= this.#minimum && this.#totalFailures >= threshold * this.#totalCalls;
  }

  #forget(now: number): void {
    const current = Math.floor(now / this.#partLength);
    const steps = Math.min(parts, current - this.#last);
    for (let step = 1; step <= steps; step++) {
      const part = (current - steps + step) % parts;
      this.#totalCalls -= this.#calls[part]!;
      this.#totalFailures -= this.#failures[part]!;
      this.#calls[part] = 0;
      this.#failures[part] = 0;
    }
    if (current > this.#last) this.#last = current;
  }
}
