/** Notices silence. */
export interface Watchdog {
  /** Something was heard. */
  heard(): void;
  stop(): void;
}

/**
 * Calls `onStale` after so many milliseconds of silence, and `onDead` after twice as many.
 */
export function watchdog(staleAfter: number, onStale: () => void, onDead: () => void): Watchdog {
  let timer: ReturnType<typeof setTimeout>;
  let stopped = false;
  const begin = (): void => {
    clearTimeout(timer);
    if (stopped) return;
    timer = setTimeout(() => {
      onStale();
      if (!stopped) timer = setTimeout(onDead, staleAfter);
    }, staleAfter);
  };
  begin();
  return {
    heard: begin,
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
