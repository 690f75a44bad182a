import type { CursorSealer } from '#platform/cursors/cursorSealer.ts';
import { CodedError } from '#platform/errors/codedError.ts';
import type { EventLog, LoggedEvent, LogReader } from '#platform/event-log/eventLog.ts';
import { isSkip } from '#platform/event-log/shared/skipped.ts';
import type { Logger } from '#platform/logs/logger.ts';
import { GroupIndex } from './groupIndex.ts';
import type { LiveGroup } from './liveGroup.ts';
import type { LiveMetrics } from './liveMetrics.ts';
import { type Offsets, TopicPosition } from './topicPosition.ts';

/** Events of a topic that are remembered for those who come back; at most twice as many. */
const rememberedAtLeast = 500;
/** Characters of their payloads; where events are large, fewer are remembered. */
const charactersAtMost = 8_000_000;

/** What a feed is made of. */
export interface TopicFeedOptions {
  readonly eventLog: EventLog;
  readonly topic: string;
  readonly sealer: CursorSealer;
  readonly metrics: LiveMetrics;
  readonly logger: Logger;
  /** Called when the log skipped events: the feed gives nothing any more, and another one must take its place. */
  readonly onBroken: () => void;
}

/**
 * The one reader of a topic in this process, shared by all groups that the topic feeds. An event is looked at only by
 * the groups of its own tenant: the tenant in its header decides before anything else does.
 */
export class TopicFeed {
  /** Resolves once the reader is in position; rejects when the log cannot be reached. */
  readonly opened: Promise<LogReader>;
  readonly #groups = new Map<string, GroupIndex>();
  readonly #options: TopicFeedOptions;
  /** The last events, of all tenants, each with the position before it. */
  #recent: { readonly event: LoggedEvent; readonly before: TopicPosition }[] = [];
  #characters = 0;
  #position: TopicPosition;

  #isBroken = false;

  constructor(options: TopicFeedOptions) {
    this.#options = options;
    this.#position = new TopicPosition(options.sealer, options.topic, {});
    this.opened = this.#open();
    // The rejection belongs to those who await `opened`; this keeps it from being reported as unhandled before.
    this.opened.catch(() => undefined);
  }

  /** Where the reader stands: what lies before was offered to all groups. */
  get position(): TopicPosition {
    return this.#position;
  }

  /**
   * All events from a position on to the feed's own; undefined when they are no longer remembered, or the position is
   * not behind the feed's. Spares the log those who were away for a moment.
   */
  remembered(from: TopicPosition): LoggedEvent[] | undefined {
    const [oldest] = this.#recent;
    const isWithin = oldest && from.covers(oldest.before.offsets) && this.#position.covers(from.offsets);
    return isWithin ? this.#recent.map(({ event }) => event).filter((event) => !from.isBehind(event)) : undefined;
  }

  /**
   * Resolves once the reader stands behind those offsets; rejects with the signal's reason. It goes by what the reader has
   * passed: right before an offset there may be no event, where a topic is compacted or a record is none.
   */
  async reached(offsets: Offsets, signal: AbortSignal): Promise<void> {
    if (this.#position.covers(offsets)) return;
    const reader = await this.opened;
    const { promise, reject } = Promise.withResolvers<never>();
    const leave = (): void => reject(signal.reason);
    signal.addEventListener('abort', leave, { once: true });
    if (signal.aborted) leave();
    await Promise.race([reader.passed({ [this.#options.topic]: { ...offsets } }), promise]);
    signal.removeEventListener('abort', leave);
    this.#position = this.#position.reaching(offsets);
  }

  get empty(): boolean {
    return this.#groups.size === 0;
  }

  /**
   * The tenant's group of that key, made when it is missing.
   * @throws CodedError LIVE_UNAVAILABLE when the feed is broken
   */
  group(tenantId: string, key: string, make: () => LiveGroup): LiveGroup {
    if (this.#isBroken) throw new CodedError('LIVE_UNAVAILABLE');
    let ofTenant = this.#groups.get(tenantId);
    if (!ofTenant) {
      ofTenant = new GroupIndex();
      this.#groups.set(tenantId, ofTenant);
    }
    let group = ofTenant.get(key);
    if (!group) {
      group = make();
      ofTenant.set(key, group);
    }
    return group;
  }

  /** Forgets a group that has no members left, unless another one took its place. */
  forget(tenantId: string, key: string, group: LiveGroup): void {
    const ofTenant = this.#groups.get(tenantId);
    if (ofTenant?.get(key) !== group) return;
    ofTenant.delete(key);
    if (ofTenant.size === 0) this.#groups.delete(tenantId);
  }

  /** Ends every stream of the feed. */
  endAll(error?: Error): void {
    for (const ofTenant of this.#groups.values()) for (const group of ofTenant) group.end(error);
    this.#groups.clear();
  }

  /** Counts for health and metrics. */
  get size(): number {
    return [...this.#groups.values()].reduce((sum, ofTenant) => sum + ofTenant.size, 0);
  }

  async close(): Promise<void> {
    const reader = await this.opened.catch(() => undefined);
    await reader?.close();
  }

  /** From the ends that it asked for itself, so that the position is known before the first event. */
  async #open(): Promise<LogReader> {
    const { eventLog, topic, sealer, logger } = this.#options;
    const ends = await eventLog.end([topic]);
    this.#position = new TopicPosition(sealer, topic, ends[topic] ?? {});
    return eventLog.read({
      topics: [topic],
      from: ends,
      onEvents: (events) => {
        for (const event of events) this.#offer(event);
      },
      onError: (error) => {
        logger.warn({ err: error, topic }, 'reading the event log failed and goes on');
        if (isSkip(error)) this.#break();
      },
    });
  }

  /**
   * Events are missing that nobody can be given any more. All streams end, so that their clients come back: by their
   * cursors they learn, from another feed, that something has expired.
   */
  #break(): void {
    if (this.#isBroken) return;
    this.#isBroken = true;
    this.#options.onBroken();
    this.endAll(new CodedError('LIVE_UNAVAILABLE'));
  }

  #offer(event: LoggedEvent): void {
    // A reader that repeats a batch after a failure must not make groups repeat it.
    if (this.#isBroken || this.#position.isBehind(event)) return;
    const before = this.#position;
    this.#position = before.after(event);
    this.#recent.push({ event, before });
    // In pieces, since removing one by one moves all others each time.
    this.#characters += charactersOf(event);
    if (this.#recent.length >= 2 * rememberedAtLeast || this.#characters > charactersAtMost) {
      this.#recent = this.#recent.slice(Math.ceil(this.#recent.length / 2));
      this.#characters = this.#recent.reduce((sum, each) => sum + charactersOf(each.event), 0);
    }
    this.#options.metrics.eventsRead++;
    const ofTenant = this.#groups.get(event.header.tenant_id);
    for (const group of ofTenant?.concernedBy(event) ?? []) group.offer(event, before, this.#position);
  }
}

function charactersOf({ payload }: LoggedEvent): number {
  return Object.values(payload).reduce<number>((sum, value) => sum + (typeof value === 'string' ? value.length : 8), 0);
}
