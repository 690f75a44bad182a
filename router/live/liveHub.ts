import { CodedError } from '#platform/errors/codedError.ts';
import type { EventLog } from '#platform/event-log/eventLog.ts';
import type { Principal } from '#platform/identity/principal.ts';
import type { Logger } from '#platform/logs/logger.ts';
import type { OpenSource } from './frameStream.ts';
import type { LiveField } from './liveField.ts';
import { type Hydrate, LiveGroup } from './liveGroup.ts';
import { TopicFeed } from './topicFeed.ts';

/** One subscriber's wish. */
export interface LiveRequest {
  readonly field: LiveField;
  readonly args: Readonly<Record<string, unknown>>;
  readonly principal: Principal;
  /** Equal for requests that may share frames within a tenant: operation, variables and permissions. */
  readonly groupKey: string;
  readonly hydrate: Hydrate;
}

/** Live streams of this process. */
export interface LiveHub {
  /** A source that gives the frames of the request; it rejects with LIVE_UNAVAILABLE when the log cannot be reached. */
  source(request: LiveRequest): OpenSource;
  /** Counts for metrics and tests. */
  readonly size: { readonly topics: number; readonly groups: number };
  /** Ends all streams and closes all readers. */
  close(): Promise<void>;
}

const waitingAtMost = 1_000;
const atOnce = 8;

/** Makes the hub over an event log. */
export function createLiveHub(eventLog: EventLog, logger: Logger): LiveHub {
  const feeds = new Map<string, { readonly feed: TopicFeed; users: number }>();
  const closing = new Set<Promise<void>>();
  let closed = false;

  function acquire(topic: string): { readonly feed: TopicFeed; release(): void } {
    const entry = feeds.get(topic) ?? { feed: new TopicFeed(eventLog, topic, logger), users: 0 };
    feeds.set(topic, entry);
    entry.users++;
    return {
      feed: entry.feed,
      release: () => {
        if (--entry.users > 0) return;
        if (feeds.get(topic) === entry) feeds.delete(topic);
        const done = entry.feed.close().catch((error) => logger.warn({ err: error, topic }, 'closing a reader failed'));
        closing.add(done);
        void done.finally(() => closing.delete(done));
      },
    };
  }

  return {
    source:
      ({ field, args, principal, groupKey, hydrate }) =>
      async (receiver) => {
        if (closed) throw new CodedError('LIVE_UNAVAILABLE');
        const { feed, release } = acquire(field.topic);
        try {
          await feed.opened;
        } catch (cause) {
          release();
          logger.warn({ err: cause, topic: field.topic }, 'the event log could not be read');
          throw new CodedError('LIVE_UNAVAILABLE', { cause });
        }
        const key = `${field.name}\n${field.filter.mentionsUser ? principal.userId : ''}\n${groupKey}`;
        const group = feed.group(
          principal.tenantId,
          key,
          () => new LiveGroup({ field, args, hydrate, logger, waitingAtMost, atOnce }),
        );
        const leave = group.join(receiver, principal);
        let left = false;
        return () => {
          if (left) return;
          left = true;
          leave();
          if (group.empty) feed.forget(principal.tenantId, key, group);
          release();
        };
      },
    get size() {
      let groups = 0;
      for (const { feed } of feeds.values()) groups += feed.size;
      return { topics: feeds.size, groups };
    },
    async close() {
      closed = true;
      const open = [...feeds.values()];
      for (const { feed } of open) feed.endAll();
      await Promise.all([...open.map(({ feed }) => feed.close()), ...closing]);
    },
  };
}
