import type { EventLog, LoggedEvent, LogReader } from '#platform/event-log/eventLog.ts';
import type { Logger } from '#platform/logs/logger.ts';
import type { LiveGroup } from './liveGroup.ts';

/**
 * The one reader of a topic in this process, shared by all groups that the topic feeds. An event is looked at only by
 * the groups of its own tenant: the tenant in its header decides before anything else does.
 */
export class TopicFeed {
  /** Resolves once the reader is in position; rejects when the log cannot be reached. */
  readonly opened: Promise<LogReader>;
  readonly #groups = new Map<string, Map<string, LiveGroup>>();

  constructor(eventLog: EventLog, topic: string, logger: Logger) {
    this.opened = eventLog.read({
      topics: [topic],
      from: 'end',
      onEvents: (events) => {
        for (const event of events) this.#offer(event);
      },
      onError: (error) => logger.warn({ err: error, topic }, 'reading the event log failed and goes on'),
    });
    // The rejection belongs to those who await `opened`; this keeps it from being reported as unhandled before.
    this.opened.catch(() => undefined);
  }

  get empty(): boolean {
    return this.#groups.size === 0;
  }

  /** The tenant's group of that key, made when it is missing. */
  group(tenantId: string, key: string, make: () => LiveGroup): LiveGroup {
    let ofTenant = this.#groups.get(tenantId);
    if (!ofTenant) {
      ofTenant = new Map();
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
    for (const ofTenant of this.#groups.values()) for (const group of ofTenant.values()) group.end(error);
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

  #offer(event: LoggedEvent): void {
    const ofTenant = this.#groups.get(event.header.tenant_id);
    if (ofTenant) for (const group of [...ofTenant.values()]) group.offer(event);
  }
}
