/**
 * A wait that ends by a call, by time or by a signal, whichever comes first. A call that comes while nobody waits is
 * kept for the next wait, so that nothing happens unnoticed between a look and the wait after it.
 */
export class WakeUp {
  #called = false;
  #wake: () => void = () => undefined;

  /** Ends the running wait, or the next one at once. */
  call(): void {
    this.#called = true;
    this.#wake();
  }

  /** Waits for a call, at most `longestMs`; returns at once when the signal is aborted. */
  async wait(longestMs: number, signal: AbortSignal): Promise<void> {
    if (!this.#called && !signal.aborted) {
      const { promise, resolve } = Promise.withResolvers<void>();
      const wake = () => resolve();
      const timer = setTimeout(wake, longestMs);
      signal.addEventListener('abort', wake);
      this.#wake = wake;
      await promise;
      signal.removeEventListener('abort', wake);
      clearTimeout(timer);
    }
    this.#called = false;
  }
}
