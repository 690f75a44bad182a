/** Lets one waiter pass per opening; openings before the wait count, and several count as one. */
export interface Gate {
  open(): void;
  /** Resolves when opened since the last wait, or when the signal aborts. */
  wait(signal: AbortSignal): Promise<void>;
}

/** Makes a gate that is closed. */
export function createGate(): Gate {
  let opened = false;
  let pass: (() => void) | undefined;
  return {
    open() {
      opened = true;
      pass?.();
    },
    async wait(signal) {
      if (!opened && !signal.aborted) {
        const { promise, resolve } = Promise.withResolvers<void>();
        const wake = () => resolve();
        pass = wake;
        signal.addEventListener('abort', wake, { once: true });
        await promise;
        signal.removeEventListener('abort', wake);
        pass = undefined;
      }
      opened = false;
    },
  };
}
