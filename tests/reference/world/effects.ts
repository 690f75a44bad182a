/**
 * What the mutations of one operation changed, in order. Each of them changes every value that is read after it, so that an
 * answer shows what was read before and what after an effect.
 */
export class Effects {
  #done: string[] = [];

  add(effect: string): void {
    this.#done.push(effect);
  }

  /** Part of every value that is read now; nothing before the first effect. */
  get suffix(): string {
    return this.#done.length === 0 ? '' : `+${this.#done.length}`;
  }

  /** What was done since the last call. */
  take(): readonly string[] {
    const done = this.#done;
    this.#done = [];
    return done;
  }
}
