import type { Broadcast } from './broadcast.ts';

/** The broadcast of an installation that is one process. */
export function createInProcessBroadcast(): Broadcast {
  const listeners = new Map<string, Set<(message: unknown) => void>>();
  return {
    async publish(channel, message) {
      const text = JSON.stringify(message);
      for (const listener of [...(listeners.get(channel) ?? [])]) listener(JSON.parse(text));
    },
    async subscribe(channel, onMessage) {
      const ofChannel = listeners.get(channel) ?? new Set();
      // A listener of its own per subscription: the same function may be subscribed twice.
      const listener = (message: unknown): void => onMessage(message);
      listeners.set(channel, ofChannel.add(listener));
      return { close: async () => void ofChannel.delete(listener) };
    },
    async ping() {},
    async close() {
      listeners.clear();
    },
  };
}
