import type { Principal } from '#platform/identity/principal.ts';
import { audienceOf } from '../documents/audience.ts';
import type { RequestRefused } from '../errors/requestRefused.ts';
import type { ClientAddress, ClientRequest } from './clientAddress.ts';
import type { RateLimit } from './rateLimit.ts';
import { rateLimitRefusal } from './rateLimitRefusal.ts';
import type { Demand, SharedPermits } from './shared/sharedPermits.ts';
import type { Excess, SubjectCount } from './subjectCount.ts';
import { SubjectCounts } from './subjectCounts.ts';
import type { TenantLimits } from './tenantLimits.ts';

/** Tenants, users and partners that are counted at the same time. */
const knownAtMost = 100_000;
/** Addresses; apart, so that a flood of them pushes no tenant out. One takes about a kilobyte. */
const addressesAtMost = 20_000;

/** What rate limits are made of. */
export interface RateLimitParts {
  readonly tenants: TenantLimits;
  /** The limit of each address, for callers without token. */
  readonly address: RateLimit;
  readonly addressOf: ClientAddress;
  /** Missing where this router is the only one. */
  readonly shared?: SharedPermits | undefined;
  /** Milliseconds of a clock that only goes forward. */
  readonly now?: () => number;
}

/** The counts of a caller with token: its tenant's, and its own or that of its partner. */
interface KnownCaller {
  readonly tenant: SubjectCount;
  readonly own: SubjectCount;
}

/**
 * Counts what callers send and refuses what is too much (RATE_LIMITED). A user counts for itself and for its tenant, a
 * partner likewise, all its credentials together; callers without token count by their address. What is refused
 * does not count.
 *
 * Every router counts what it admits itself. With permits in Redis it needs one of these as well, so that all routers
 * together admit no more than one alone would; while Redis is away its own count is what holds.
 */
export class RateLimits {
  readonly #parts: RateLimitParts;
  readonly #now: () => number;
  readonly #known = new SubjectCounts(knownAtMost);
  readonly #addresses = new SubjectCounts(addressesAtMost);
  /** Tokens are verified once in a while, and give the same principal meanwhile. */
  readonly #callers = new WeakMap<Principal, KnownCaller>();
  #refused = 0;

  constructor(parts: RateLimitParts) {
    this.#parts = parts;
    this.#now = parts.now ?? (() => performance.now());
  }

  /** Operations that were refused so far, and whether all routers share their counts now. */
  get metrics(): { readonly refused: number; readonly shared: boolean } {
    const { shared } = this.#parts;
    return { refused: this.#refused, shared: shared !== undefined && !shared.isAway };
  }

  /** Under which address a request's caller is counted; what lives longer than the request keeps this of it. */
  addressOf(request: ClientRequest): string {
    return this.#parts.addressOf(request);
  }

  /**
   * Counts operations of a caller. Nothing has to be waited for unless Redis is to be asked.
   *
   * @param from the request, or the address that {@link addressOf} gave for it
   * @throws RequestRefused RATE_LIMITED with `scope`, `window`, `limit` and `retryAfter`, also as the promise's rejection
   */
  take(principal: Principal | null, from: ClientRequest | string, operations = 1): Promise<void> | undefined {
    const now = this.#now();
    const demands = principal ? this.#demandsOf(principal, now) : [this.#demandOf(from, now)];
    for (const demand of demands) {
      const excess = demand.count.excess(operations, demand.limit, now);
      if (excess) throw this.#refusal(demand, excess);
    }
    const { shared } = this.#parts;
    if (shared && !shared.isAway && !shared.use(demands, operations, now)) {
      return this.#takeShared(shared, demands, operations, now);
    }
    for (const { count } of demands) count.add(operations, now);
    return undefined;
  }

  /** Looks for Redis, if there is to be one. */
  async open(): Promise<void> {
    await this.#parts.shared?.open();
  }

  /** Whether counts are meant to be shared with other routers. */
  get isShared(): boolean {
    return this.#parts.shared !== undefined;
  }

  close(): void {
    this.#parts.shared?.close();
  }

  async #takeShared(shared: SharedPermits, demands: readonly Demand[], operations: number, now: number): Promise<void> {
    const refused = await shared.take(demands, operations, now);
    if (refused) throw this.#refusal(refused.demand, refused.excess);
    const later = this.#now();
    for (const { count } of demands) count.add(operations, later);
  }

  #demandsOf(principal: Principal, now: number): readonly Demand[] {
    const { tenant, own } = this.#callerOf(principal, now);
    const limits = this.#parts.tenants.of(principal.tenantId);
    return [
      { count: own, limit: own.scope === 'partner' ? limits.partner : limits.user },
      { count: tenant, limit: limits.tenant },
    ];
  }

  #demandOf(from: ClientRequest | string, now: number): Demand {
    const address = typeof from === 'string' ? from : this.#parts.addressOf(from);
    const count = this.#addresses.of('address', `{${address}}:address`, now);
    return { count, limit: this.#parts.address };
  }

  #callerOf(principal: Principal, now: number): KnownCaller {
    const known = this.#callers.get(principal);
    if (known && !known.tenant.isForgotten && !known.own.isForgotten) return known;
    const { tenantId, userId, attributes } = principal;
    const isPartner = audienceOf(principal) === 'partner';
    const [scope, name] = isPartner
      ? (['partner', attributes.partner ?? userId] as const)
      : (['user', userId] as const);
    const caller = {
      tenant: this.#known.of('tenant', `{${tenantId}}:tenant`, now),
      own: this.#known.of(scope, `{${tenantId}}:${scope}:${name}`, now),
    };
    this.#callers.set(principal, caller);
    return caller;
  }

  #refusal({ count, limit }: Demand, excess: Excess): RequestRefused {
    this.#refused++;
    return rateLimitRefusal(count.scope, limit, excess);
  }
}
