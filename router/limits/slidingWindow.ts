/** Parts that a window is divided into. */
const parts = 60;

/**
 * Counts what happened within a window that slides in sixty steps. It looks back over the whole window and the part that
 * runs, so that no span of the window's length ever holds more than was allowed; what was counted is forgotten a sixtieth
 * later than it could be.
 */
export class SlidingWindow {
  /** Milliseconds of one part. */
  readonly #width: number;
  readonly #counts = new Uint32Array(parts + 1);
  #sum = 0;
  /** Number of the part that runs, since the clock's zero. */
  #current = 0;

  /** @param seconds how long the window is */
  constructor(seconds: number) {
    this.#width = (seconds * 1_000) / parts;
  }

  /** What was counted within the window. @param now milliseconds of a clock that only goes forward */
  used(now: number): number {
    const part = Math.floor(now / this.#width);
    if (part !== this.#current) this.#advance(part);
    return this.#sum;
  }

  /** Counts more. {@link used} was asked at the same moment. */
  add(count: number): void {
    this.#counts[this.#current % this.#counts.length]! += count;
    this.#sum += count;
  }

  /** Milliseconds until so much of what was counted is forgotten; the whole window if there is not so much. */
  untilForgotten(count: number, now: number): number {
    let forgotten = 0;
    const oldest = this.#current - parts;
    for (let part = oldest; part <= this.#current; part++) {
      forgotten += this.#counts[(part + this.#counts.length) % this.#counts.length]!;
      if (forgotten >= count) return (part + parts + 1) * this.#width - now;
    }
    return parts * this.#width;
  }

  #advance(part: number): void {
    if (part - this.#current > parts) {
      this.#counts.fill(0);
      this.#sum = 0;
    } else {
      for (let next = this.#current + 1; next <= part; next++) {
        const place = next % this.#counts.length;
        this.#sum -= this.#counts[place]!;
        this.#counts[place] = 0;
      }
    }
    this.#current = part;
  }
}
