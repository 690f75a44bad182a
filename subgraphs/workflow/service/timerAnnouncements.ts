/** A timer that was set. */
export interface TimerAnnouncement {
  readonly tenantId: string;
  /** When it is due, in epoch milliseconds. */
  readonly at: number;
}

type Listener = (timer: TimerAnnouncement) => void;

const listeners = new Set<Listener>();

/** Tells the clocks of this process of a timer that was committed, so that they need not look for it. */
export function announceTimer(timer: TimerAnnouncement): void {
  for (const listener of listeners) listener(timer);
}

/** Listens to timers that are set in this process; gives a function that ends it. */
export function onTimer(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
