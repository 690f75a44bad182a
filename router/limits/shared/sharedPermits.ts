import type { RateLimit } from '../rateLimit.ts';
import type { Excess, SubjectCount } from '../subjectCount.ts';
import { Lease } from './lease.ts';
import type { PermitStore } from './permitStore.ts';

/** How often permits that nobody used are looked for, in milliseconds. */
const lookEvery = 250;

/** What one caller's operation needs a permit of, with the limit that holds for it. */
export interface Demand {
  readonly count: SubjectCount;
  readonly limit: RateLimit;
}

/** The permits that this router has of all subjects. */
export class SharedPermits {
  readonly #store: PermitStore;
  readonly #leases = new Map<string, Lease>();
  #looking: NodeJS.Timeout | undefined;

  constructor(store: PermitStore) {
    this.#store = store;
  }

  /** Looks for Redis; see {@link PermitStore.open}. */
  open(): Promise<void> {
    return this.#store.open();
  }

  /** Whether Redis cannot be had, so that nothing but this router's own counts holds. */
  get isAway(): boolean {
    return this.#store.isAway;
  }

  /** Uses a permit per operation of every subject at once, where all are here; says whether they were. */
  use(demands: readonly Demand[], operations: number, now: number): boolean {
    for (const { count } of demands) if (!this.#leases.get(count.key)?.has(operations, now)) return false;
    for (const { count, limit } of demands) this.#leases.get(count.key)!.use(operations, limit, now);
    return true;
  }

  /**
   * Uses them once they are here, asked for in one go; gives what is refused, of the first subject that is. Permits of
   * the others are then kept for the next operation.
   */
  async take(
    demands: readonly Demand[],
    operations: number,
    now: number,
  ): Promise<{ readonly demand: Demand; readonly excess: Excess } | undefined> {
    const asked = await Promise.all(
      demands.map(async (demand) => ({
        demand,
        excess: await this.#lease(demand.count.key).take(operations, demand.limit, now),
      })),
    );
    const refused = asked.find(({ excess }) => excess !== undefined);
    if (!refused) return undefined;
    for (const { demand, excess } of asked) if (!excess) this.#lease(demand.count.key).unuse(operations);
    return { demand: refused.demand, excess: refused.excess! };
  }

  /** Gives back what nobody used. */
  close(): void {
    clearInterval(this.#looking);
    for (const lease of this.#leases.values()) lease.giveBack(0, true);
    this.#leases.clear();
    this.#store.close();
  }

  #lease(key: string): Lease {
    const known = this.#leases.get(key);
    if (known) return known;
    const lease = new Lease(key, this.#store);
    this.#leases.set(key, lease);
    this.#looking ??= setInterval(() => this.#look(), lookEvery).unref();
    return lease;
  }

  /** Gives back what is old, and forgets subjects of which nothing is here. */
  #look(): void {
    const now = performance.now();
    for (const [key, lease] of this.#leases) if (!lease.giveBack(now)) this.#leases.delete(key);
    if (this.#leases.size > 0) return;
    clearInterval(this.#looking);
    this.#looking = undefined;
  }
}
