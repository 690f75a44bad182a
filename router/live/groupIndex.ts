import type { LoggedEvent } from '#platform/event-log/eventLog.ts';
import type { LiveGroup } from './liveGroup.ts';

/**
 * The groups of a tenant on one topic, found by what their filters demand: an event looks at the groups that have its
 * value, and at those whose filters demand no value, but not at the thousand others. What it finds still asks its filter.
 */
export class GroupIndex {
  readonly #byKey = new Map<string, LiveGroup>();
  /** Field of the payload → value that it must have → groups. */
  readonly #routed = new Map<string, Map<string, Set<LiveGroup>>>();
  readonly #others = new Set<LiveGroup>();

  get size(): number {
    return this.#byKey.size;
  }

  get(key: string): LiveGroup | undefined {
    return this.#byKey.get(key);
  }

  set(key: string, group: LiveGroup): void {
    this.#byKey.set(key, group);
    const { demand } = group;
    if (!demand) {
      this.#others.add(group);
      return;
    }
    const byValue = this.#routed.get(demand.eventField) ?? new Map<string, Set<LiveGroup>>();
    this.#routed.set(demand.eventField, byValue);
    const groups = byValue.get(demand.value) ?? new Set<LiveGroup>();
    byValue.set(demand.value, groups.add(group));
  }

  delete(key: string): void {
    const group = this.#byKey.get(key);
    if (!group) return;
    this.#byKey.delete(key);
    this.#others.delete(group);
    const { demand } = group;
    const byValue = demand && this.#routed.get(demand.eventField);
    const groups = byValue?.get(demand!.value);
    if (!byValue || !groups?.delete(group) || groups.size > 0) return;
    byValue.delete(demand!.value);
    if (byValue.size === 0) this.#routed.delete(demand!.eventField);
  }

  /** The groups that an event may concern: a list of its own, since groups come and go while it is offered. */
  concernedBy({ payload }: LoggedEvent): LiveGroup[] {
    const concerned = [...this.#others];
    for (const [field, byValue] of this.#routed) {
      const value = payload[field];
      // Of anything else than a text the filter itself must judge.
      if (typeof value === 'string') concerned.push(...(byValue.get(value) ?? []));
      else for (const groups of byValue.values()) concerned.push(...groups);
    }
    return concerned;
  }

  [Symbol.iterator](): Iterator<LiveGroup> {
    return [...this.#byKey.values()].values();
  }
}
