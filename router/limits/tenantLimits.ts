import { type RateLimit, usualLimit } from './rateLimit.ts';

/** What a tenant's settings say: for all of it together, for each of its users and for each of its partners. */
export interface LimitsOfTenant {
  readonly tenant: RateLimit;
  readonly user: RateLimit;
  readonly partner: RateLimit;
}

/** A change of a tenant's settings, as the tenant domain tells of it. */
export interface LimitsChange {
  readonly kind: 'limits';
  readonly tenantId: string;
  readonly limits: LimitsOfTenant;
  /** Milliseconds since the epoch. */
  readonly changedAt: number;
}

const usual: LimitsOfTenant = { tenant: usualLimit, user: usualLimit, partner: usualLimit };

const unbounded: RateLimit = { perMinute: Number.POSITIVE_INFINITY, perHour: Number.POSITIVE_INFINITY };

/** Knows the rate limits of tenants. Changes may come twice and from several sources; the latest one holds. */
export class TenantLimits {
  readonly #ceiling: RateLimit;
  readonly #known = new Map<string, { readonly limits: LimitsOfTenant; readonly changedAt: number }>();

  /** @param ceiling what the operator lets a tenant's settings reach: its admins set them, and pay for none of it */
  constructor(ceiling: RateLimit = unbounded) {
    this.#ceiling = ceiling;
  }

  /** The limits of a tenant; the usual ones where none were told of. */
  of(tenantId: string): LimitsOfTenant {
    return this.#known.get(tenantId)?.limits ?? usual;
  }

  /** Takes a change; says whether it was news. */
  apply({ tenantId, limits: wanted, changedAt }: LimitsChange): boolean {
    const known = this.#known.get(tenantId);
    if (known && known.changedAt > changedAt) return false;
    const { tenant, user, partner } = wanted;
    const limits = { tenant: this.#below(tenant), user: this.#below(user), partner: this.#below(partner) };
    if (isSame(known?.limits ?? usual, limits)) return false;
    this.#known.set(tenantId, { limits, changedAt });
    return true;
  }

  #below({ perMinute, perHour }: RateLimit): RateLimit {
    const { perMinute: mostPerMinute, perHour: mostPerHour } = this.#ceiling;
    return { perMinute: Math.min(perMinute, mostPerMinute), perHour: Math.min(perHour, mostPerHour) };
  }
}

function isSame(one: LimitsOfTenant, other: LimitsOfTenant): boolean {
  return (['tenant', 'user', 'partner'] as const).every(
    (scope) => one[scope].perMinute === other[scope].perMinute && one[scope].perHour === other[scope].perHour,
  );
}
