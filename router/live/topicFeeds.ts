import type { CursorSealer } from '#platform/cursors/cursorSealer.ts';
import type { EventLog } from '#platform/event-log/eventLog.ts';
import type { Logger } from '#platform/logs/logger.ts';
import type { LiveMetrics } from './liveMetrics.ts';
import { TopicFeed } from './topicFeed.ts';

/** A feed that is open, and how many use it. */
export interface UsedFeed {
  readonly feed: TopicFeed;
  users: number;
}

/** Keeps one feed per topic for as long as somebody uses it. */
export class TopicFeeds {
  readonly #open: (topic: string) => TopicFeed;
  readonly #logger: Logger;
  readonly #feeds = new Map<string, UsedFeed>();
  readonly #closing = new Set<Promise<void>>();

  constructor(eventLog: EventLog, sealer: CursorSealer, metrics: LiveMetrics, logger: Logger) {
    this.#open = (topic) => new TopicFeed(eventLog, topic, sealer, metrics, logger);
    this.#logger = logger;
  }

  get size(): { readonly topics: number; readonly groups: number } {
    const groups = [...this.#feeds.values()].reduce((sum, { feed }) => sum + feed.size, 0);
    return { topics: this.#feeds.size, groups };
  }

  /** The topic's feed, for one more user, who releases it once. */
  acquire(topic: string): UsedFeed {
    const used = this.#feeds.get(topic) ?? { feed: this.#open(topic), users: 0 };
    this.#feeds.set(topic, used);
    used.users++;
    return used;
  }

  release(topic: string, used: UsedFeed): void {
    if (--used.users > 0) return;
    if (this.#feeds.get(topic) === used) this.#feeds.delete(topic);
    const done = used.feed
      .close()
      .catch((error) => this.#logger.warn({ err: error, topic }, 'closing a reader failed'));
    this.#closing.add(done);
    void done.finally(() => this.#closing.delete(done));
  }

  /** Ends all streams and closes all readers. */
  async close(): Promise<void> {
    const open = [...this.#feeds.values()];
    for (const { feed } of open) feed.endAll();
    await Promise.all([...open.map(({ feed }) => feed.close()), ...this.#closing]);
  }
}
