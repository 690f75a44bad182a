import type { LoggedEvent } from '../eventLog.ts';

/** Takes events and lets tests wait for them. */
export interface Collector {
  readonly events: LoggedEvent[];
  readonly onEvents: (events: LoggedEvent[]) => Promise<void>;
  /** Resolves as soon as the collected events satisfy the test. */
  until(test: (events: LoggedEvent[]) => boolean): Promise<void>;
}

/** Makes a collector that is empty. */
export function createCollector(): Collector {
  const events: LoggedEvent[] = [];
  const waiting = new Set<() => void>();
  return {
    events,
    async onEvents(more) {
      events.push(...more);
      for (const check of waiting) check();
    },
    until(test) {
      return new Promise((resolve) => {
        const check = () => {
          if (!test(events)) return;
          waiting.delete(check);
          resolve();
        };
        waiting.add(check);
        check();
      });
    },
  };
}

/** A test for `until`: as many events have come. */
export const count = (wanted: number) => (events: LoggedEvent[]) => events.length >= wanted;
