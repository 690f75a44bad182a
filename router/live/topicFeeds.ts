import type { CursorSealer } from '#platform/cursors/cursorSealer.ts';
import { CodedError } from '#platform/errors/codedError.ts';
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
  readonly #open: (topic: string, onBroken: () => void) => TopicFeed;
  readonly #logger: Logger;
  readonly #feeds = new Map<string, UsedFeed>();
  readonly #closing = new Set<Promise<void>>();

  constructor(eventLog: EventLog, sealer: CursorSealer, metrics: LiveMetrics, logger: Logger) {
    this.#open = (topic, onBroken) => new TopicFeed({ eventLog, topic, sealer, metrics, logger, onBroken });
    this.#logger = logger;
  }

  get size(): { readonly topics: number; readonly groups: number } {
    const groups = [...this.#feeds.values()].reduce((sum, { feed }) => sum + feed.size, 0);
    return { topics: this.#feeds.size, groups };
  }

  /** The topic's feed, for one more user, who releases it once. */
  acquire(topic: string): UsedFeed {
    const used = this.#feeds.get(topic) ?? this.#opened(topic);
    used.users++;
    return used;
  }

  release(topic: string, used: UsedFeed): void {
    if (--used.users > 0) return;
    this.#forget(topic, used);
    const done = used.feed
      .close()
      .catch((error) => this.#logger.warn({ err: error, topic }, 'closing a reader failed'));
    this.#closing.add(done);
    void done.finally(() => this.#closing.delete(done));
  }

  #opened(topic: string): UsedFeed {
    const feed = this.#open(topic, () => this.#forget(topic, used));
    const used: UsedFeed = { feed, users: 0 };
    this.#feeds.set(topic, used);
    return used;
  }

  /** Whoever wants the topic from now on gets another feed. */
  #forget(topic: string, used: UsedFeed): void {
    if (this.#feeds.get(topic) === used) this.#feeds.delete(topic);
  }

  /** Ends all streams, so that their clients come back to another router, and closes all readers. */
  async close(): Promise<void> {
    const open = [...this.#feeds.values()];
    for (const { feed } of open) feed.endAll(new CodedError('LIVE_UNAVAILABLE'));
    await Promise.all([...open.map(({ feed }) => feed.close()), ...this.#closing]);
  }
}
