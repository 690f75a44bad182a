import { setTimeout as delay } from 'node:timers/promises';
import { RecentMap } from '#platform/identity/recentMap.ts';

/** Tenants whose pace is remembered. */
const tenantsAtMost = 10_000;
/** Share of a second that may be taken at once after a pause. */
const burst = 0.25;

/**
 * Keeps replays to so many events per second and tenant. Those of one tenant take turns in the order in which they ask,
 * so that a long replay does not hold up a short one; tenants do not slow one another down.
 */
export class ReplayPace {
  readonly #interval: number;
  readonly #credit: number;
  /** Tenant → moment, in milliseconds, up to which its pace is used up. */
  readonly #used = new RecentMap<string, number>(tenantsAtMost);

  constructor(eventsPerSecond: number) {
    this.#interval = 1_000 / eventsPerSecond;
    this.#credit = Math.max(burst * 1_000, this.#interval);
  }

  /** Resolves when the tenant may have one more event replayed; rejects when the signal is aborted meanwhile. */
  async take(tenantId: string, signal: AbortSignal): Promise<void> {
    const now = performance.now();
    const used = Math.max(this.#used.get(tenantId) ?? 0, now - this.#credit) + this.#interval;
    this.#used.set(tenantId, used);
    if (used > now) await delay(used - now, undefined, { signal });
  }
}
