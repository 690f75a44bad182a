import type { CursorSealer } from '#platform/cursors/cursorSealer.ts';
import type { EventLog, LoggedEvent, LogReader } from '#platform/event-log/eventLog.ts';
import type { Logger } from '#platform/logs/logger.ts';
import { GroupIndex } from './groupIndex.ts';
import type { LiveGroup } from './liveGroup.ts';
import type { LiveMetrics } from './liveMetrics.ts';
import { type Offsets, TopicPosition } from './topicPosition.ts';

/** Events of a topic that are remembered for those who come back; at most twice as many. */
const rememberedAtLeast = 500;
/** Characters of their payloads; where events are large, fewer are remembered. */
const charactersAtMost = 8_000_000;

/**
 * The one reader of a topic in this process, shared by all groups that the topic feeds. An event is looked at only by
 * the groups of its own tenant: the tenant in its header decides before anything else does.
 */
export class TopicFeed {
  /** Resolves once the reader is in position; rejects when the log cannot be reached. */
  readonly opened: Promise<LogReader>;
  readonly #groups = new Map<string, GroupIndex>();
  readonly #metrics: LiveMetrics;
  readonly #arrivals = new Set<{ readonly offsets: Offsets; resolve(): void }>();
  /** The last events, of all tenants, each with the position before it. */
  #recent: { readonly event: LoggedEvent; readonly before: TopicPosition }[] = [];
  #characters = 0;
  #position: TopicPosition;

  constructor(eventLog: EventLog, topic: string, sealer: CursorSealer, metrics: LiveMetrics, logger: Logger) {
    this.#metrics = metrics;
    this.#position = new TopicPosition(sealer, topic, {});
    this.opened = this.#open(eventLog, topic, sealer, logger);
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

  /** Resolves once the reader stands behind those offsets. */
  reached(offsets: Offsets, signal: AbortSignal): Promise<void> {
    if (this.#position.covers(offsets)) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const arrival = { offsets, resolve };
      this.#arrivals.add(arrival);
      const leave = (): void => {
        this.#arrivals.delete(arrival);
        reject(signal.reason);
      };
      signal.addEventListener('abort', leave, { once: true });
    });
  }

  get empty(): boolean {
    return this.#groups.size === 0;
  }

  /** The tenant's group of that key, made when it is missing. */
  group(tenantId: string, key: string, make: () => LiveGroup): LiveGroup {
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
  async #open(eventLog: EventLog, topic: string, sealer: CursorSealer, logger: Logger): Promise<LogReader> {
    const ends = await eventLog.end([topic]);
    this.#position = new TopicPosition(sealer, topic, ends[topic] ?? {});
    return eventLog.read({
      topics: [topic],
      from: ends,
      onEvents: (events) => {
        for (const event of events) this.#offer(event);
        this.#settleArrivals();
      },
      onError: (error) => logger.warn({ err: error, topic }, 'reading the event log failed and goes on'),
    });
  }

  #offer(event: LoggedEvent): void {
    // A reader that repeats a batch after a failure must not make groups repeat it.
    if (this.#position.isBehind(event)) return;
    const before = this.#position;
    this.#position = before.after(event);
    this.#recent.push({ event, before });
    // In pieces, since removing one by one moves all others each time.
    this.#characters += charactersOf(event);
    if (this.#recent.length >= 2 * rememberedAtLeast || this.#characters > charactersAtMost) {
      this.#recent = this.#recent.slice(Math.ceil(this.#recent.length / 2));
      this.#characters = this.#recent.reduce((sum, each) => sum + charactersOf(each.event), 0);
    }
    this.#metrics.eventsRead++;
    const ofTenant = this.#groups.get(event.header.tenant_id);
    for (const group of ofTenant?.concernedBy(event) ?? []) group.offer(event, before, this.#position);
  }

  #settleArrivals(): void {
    for (const arrival of [...this.#arrivals]) {
      if (!this.#position.covers(arrival.offsets)) continue;
      this.#arrivals.delete(arrival);
      arrival.resolve();
    }
  }
}

function charactersOf({ payload }: LoggedEvent): number {
  return Object.values(payload).reduce<number>((sum, value) => sum + (typeof value === 'string' ? value.length : 8), 0);
}
