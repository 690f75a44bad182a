import type { EventLog, LoggedEvent } from '#platform/event-log/eventLog.ts';

/** What a topic brought so far. */
export interface Collected {
  readonly events: readonly LoggedEvent[];
  /** Resolves with the events once there are enough of them to please `enough`. */
  until(enough: (events: readonly LoggedEvent[]) => boolean): Promise<readonly LoggedEvent[]>;
  close(): Promise<void>;
}

/** Collects the events of topics from the log's start on. */
export async function collectEvents(eventLog: EventLog, ...topics: string[]): Promise<Collected> {
  const events: LoggedEvent[] = [];
  const waiting = new Set<() => void>();
  const reader = await eventLog.read({
    topics,
    from: 'start',
    onEvents: (arrived) => {
      events.push(...arrived);
      for (const look of waiting) look();
    },
  });
  return {
    events,
    close: () => reader.close(),
    until: (enough) =>
      new Promise((resolve) => {
        const look = () => {
          if (!enough(events)) return;
          waiting.delete(look);
          resolve(events);
        };
        waiting.add(look);
        look();
      }),
  };
}
