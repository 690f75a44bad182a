import type { CursorBinding } from '#platform/cursors/cursorBinder.ts';
import type { CursorSealer } from '#platform/cursors/cursorSealer.ts';
import { CodedError } from '#platform/errors/codedError.ts';
import type { EventLog } from '#platform/event-log/eventLog.ts';
import type { Principal } from '#platform/identity/principal.ts';
import type { Logger } from '#platform/logs/logger.ts';
import type { FrameReceiver, OpenedSource, OpenSource } from './frameStream.ts';
import { HydrationQueue } from './hydrationQueue.ts';
import type { LiveField } from './liveField.ts';
import { type Hydrate, LiveGroup } from './liveGroup.ts';
import { LiveMetrics } from './liveMetrics.ts';
import { ReplayPace } from './replayPace.ts';
import { ReplayReaders } from './replayReaders.ts';
import { type ResumeRequest, resumeSource } from './resumeSource.ts';
import { SharedHydration } from './sharedHydration.ts';
import type { TopicFeed } from './topicFeed.ts';
import { TopicFeeds, type UsedFeed } from './topicFeeds.ts';
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
  const metrics = new LiveMetrics();
  const feeds = new TopicFeeds(eventLog, sealer, metrics, logger);
  const replays = new ReplayReaders(eventLog, metrics, logger);
  const queue = new HydrationQueue(hydrationsAtOnce);
  const pace = new ReplayPace(replayEventsPerSecond);
  const shared = new SharedHydration();
  let closed = false;

  function groupOf(request: LiveRequest, position: () => TopicPosition, onEmpty?: () => void): LiveGroup {
    const { tenantId } = request.principal;
    return new LiveGroup({ ...request, tenantId, queue, metrics, logger, waitingAtMost, atOnce, position, onEmpty });
  }

  /** Equal for those of a tenant who must see the same. */
  function keyOf({ field, principal, groupKey }: LiveRequest): string {
    return `${field.name}\n${field.filter.mentionsUser ? principal.userId : ''}\n${groupKey}`;
  }

  function joinLive(request: LiveRequest, feed: TopicFeed, receiver: FrameReceiver) {
    const { principal } = request;
    const { tenantId } = principal;
    const key = keyOf(request);
    const make = (): LiveGroup => {
      const position = (): TopicPosition => feed.position;
      const group: LiveGroup = groupOf(request, position, () => feed.forget(tenantId, key, group));
      return group;
    };
    return feed.group(tenantId, key, make).join(receiver, principal);
  }

  function replaying(request: LiveRequest): Pick<ResumeRequest, 'replayGroup' | 'isShared'> {
    const key = `${request.principal.tenantId}\n${keyOf(request)}`;
    const hydrate = shared.of(key, request.hydrate);
    return {
      replayGroup: (position) => groupOf({ ...request, hydrate }, position),
      isShared: (event) => shared.has(key, event.header.event_id),
    };
  }

  function resume(request: LiveRequest, from: Offsets, feed: TopicFeed, receiver: FrameReceiver) {
    return resumeSource({
      feed,
      from: new TopicPosition(sealer, request.field.topic, from),
      principal: request.principal,
      receiver,
      replays,
      pace,
      metrics,
      ...replaying(request),
      joinLive: (live) => joinLive(request, feed, live),
    });
  }

  return {
    source: (request) => async (receiver) => {
      if (closed) throw new CodedError('LIVE_UNAVAILABLE');
      const { topic } = request.field;
      const used = feeds.acquire(topic);
      const { feed } = used;
      try {
        await feed.opened;
        if (closed) throw new CodedError('LIVE_UNAVAILABLE');
        const { from } = request;
        const opened = from ? await resume(request, from, feed, receiver) : joinLive(request, feed, receiver);
        return new FeedUse(opened, topic, used, feeds);
      } catch (cause) {
        feeds.release(topic, used);
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
      return feeds.size;
    },
    close() {
      closed = true;
      return feeds.close();
    },
  };
}

/** A subscriber's source for as long as it holds the feed; there are as many as subscribers, so that it is small. */
class FeedUse implements OpenedSource {
  readonly #source: OpenedSource;
  readonly #topic: string;
  readonly #used: UsedFeed;
  #feeds: TopicFeeds | undefined;

  constructor(source: OpenedSource, topic: string, used: UsedFeed, feeds: TopicFeeds) {
    this.#source = source;
    this.#topic = topic;
    this.#used = used;
    this.#feeds = feeds;
  }

  cursor(): string | undefined {
    return this.#source.cursor?.();
  }

  stop(): void {
    const feeds = this.#feeds;
    this.#feeds = undefined;
    this.#source.stop();
    feeds?.release(this.#topic, this.#used);
  }
}
