import type { CursorBinding } from '#platform/cursors/cursorBinder.ts';
import type { CursorSealer } from '#platform/cursors/cursorSealer.ts';
import { CodedError } from '#platform/errors/codedError.ts';
import type { EventLog } from '#platform/event-log/eventLog.ts';
import type { Principal } from '#platform/identity/principal.ts';
import type { Logger } from '#platform/logs/logger.ts';
import type { FrameReceiver, OpenSource } from './frameStream.ts';
import { HydrationQueue } from './hydrationQueue.ts';
import type { LiveField } from './liveField.ts';
import { type Hydrate, LiveGroup } from './liveGroup.ts';
import { LiveMetrics } from './liveMetrics.ts';
import { ReplayPace } from './replayPace.ts';
import { type ResumeRequest, resumeSource } from './resumeSource.ts';
import { SharedHydration } from './sharedHydration.ts';
import { TopicFeed } from './topicFeed.ts';
import { type Offsets, TopicPosition } from './topicPosition.ts';

/** One subscriber's wish. */
export interface LiveRequest {
  readonly field: LiveField;
  readonly args: Readonly<Record<string, unknown>>;
  readonly principal: Principal;
  /** Equal for requests that may share frames within a tenant: operation, variables and permissions. */
  readonly groupKey: string;
  readonly hydrate: Hydrate;
  /** Where to go on, from the subscriber's cursor. */
  readonly from?: Offsets | undefined;
}

/** Live streams of this process. */
export interface LiveHub {
  /** A source that gives the frames of the request; it rejects with LIVE_UNAVAILABLE when the log cannot be reached. */
  source(request: LiveRequest): OpenSource;
  /** Cursor of the principal at the end of those topics. @throws CodedError LIVE_UNAVAILABLE */
  cursorAtEnd(principal: Principal, topics: readonly string[]): Promise<string>;
  bindingOf(principal: Principal): CursorBinding;
  readonly sealer: CursorSealer;
  readonly metrics: LiveMetrics;
  /** Counts for metrics and tests. */
  readonly size: { readonly topics: number; readonly groups: number };
  /** Ends all streams and closes all readers. */
  close(): Promise<void>;
}

/** What a hub is made of. */
export interface LiveHubOptions {
  readonly eventLog: EventLog;
  readonly sealer: CursorSealer;
  /** Events per second that are replayed for a tenant. */
  readonly replayEventsPerSecond: number;
  readonly logger: Logger;
}

const waitingAtMost = 1_000;
const atOnce = 8;
/** Events that are hydrated at the same time, of all groups and tenants. */
const hydrationsAtOnce = 64;

/** Makes the hub over an event log. */
export function createLiveHub({ eventLog, sealer, replayEventsPerSecond, logger }: LiveHubOptions): LiveHub {
  const feeds = new Map<string, { readonly feed: TopicFeed; users: number }>();
  const closing = new Set<Promise<void>>();
  const metrics = new LiveMetrics();
  const queue = new HydrationQueue(hydrationsAtOnce);
  const pace = new ReplayPace(replayEventsPerSecond);
  const shared = new SharedHydration();
  let closed = false;

  function acquire(topic: string): { readonly feed: TopicFeed; release(): void } {
    const entry = feeds.get(topic) ?? { feed: new TopicFeed(eventLog, topic, sealer, metrics, logger), users: 0 };
    feeds.set(topic, entry);
    entry.users++;
    let acquired = true;
    return {
      feed: entry.feed,
      release: () => {
        if (!acquired) return;
        acquired = false;
        if (--entry.users > 0) return;
        if (feeds.get(topic) === entry) feeds.delete(topic);
        const done = entry.feed.close().catch((error) => logger.warn({ err: error, topic }, 'closing a reader failed'));
        closing.add(done);
        void done.finally(() => closing.delete(done));
      },
    };
  }

  function groupOf(request: LiveRequest, position: () => TopicPosition): LiveGroup {
    const { tenantId } = request.principal;
    return new LiveGroup({ ...request, tenantId, queue, metrics, logger, waitingAtMost, atOnce, position });
  }

  /** Equal for those of a tenant who must see the same. */
  function keyOf({ field, principal, groupKey }: LiveRequest): string {
    return `${field.name}\n${field.filter.mentionsUser ? principal.userId : ''}\n${groupKey}`;
  }

  function joinLive(request: LiveRequest, feed: TopicFeed, receiver: FrameReceiver) {
    const { principal } = request;
    const key = keyOf(request);
    const group = feed.group(principal.tenantId, key, () => groupOf(request, () => feed.position));
    const joined = group.join(receiver, principal);
    return {
      cursor: joined.cursor,
      stop: () => {
        joined.stop();
        if (group.empty) feed.forget(principal.tenantId, key, group);
      },
    };
  }

  function replaying(request: LiveRequest): Pick<ResumeRequest, 'replayGroup' | 'isShared'> {
    const key = `${request.principal.tenantId}\n${keyOf(request)}`;
    const hydrate = shared.of(key, request.hydrate);
    return {
      replayGroup: (position) => groupOf({ ...request, hydrate }, position),
      isShared: (event) => shared.has(key, event.header.event_id),
    };
  }

  return {
    source: (request) => async (receiver) => {
      if (closed) throw new CodedError('LIVE_UNAVAILABLE');
      const { topic } = request.field;
      const { feed, release } = acquire(topic);
      try {
        await feed.opened;
        const opened = request.from
          ? await resumeSource({
              eventLog,
              feed,
              from: new TopicPosition(sealer, topic, request.from),
              principal: request.principal,
              receiver,
              pace,
              metrics,
              logger,
              ...replaying(request),
              joinLive: (live) => joinLive(request, feed, live),
            })
          : joinLive(request, feed, receiver);
        return {
          ...opened,
          stop: () => {
            opened.stop();
            release();
          },
        };
      } catch (cause) {
        release();
        if (cause instanceof CodedError && cause.code === 'CURSOR_EXPIRED') throw cause;
        logger.warn({ err: cause, topic }, 'the event log could not be read');
        throw new CodedError('LIVE_UNAVAILABLE', { cause });
      }
    },
    async cursorAtEnd(principal, topics) {
      try {
        return sealer.cursor(principal, await eventLog.end(topics));
      } catch (cause) {
        logger.warn({ err: cause }, 'the end of the event log could not be read');
        throw new CodedError('LIVE_UNAVAILABLE', { cause });
      }
    },
    bindingOf: (principal) => sealer.bindingOf(principal),
    sealer,
    metrics,
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
