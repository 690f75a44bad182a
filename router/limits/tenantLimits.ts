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

/** Knows the rate limits of tenants. Changes may come twice and from several sources; the latest one holds. */
export class TenantLimits {
  readonly #known = new Map<string, { readonly limits: LimitsOfTenant; readonly changedAt: number }>();

  /** The limits of a tenant; the usual ones where none were told of. */
  of(tenantId: string): LimitsOfTenant {
    return this.#known.get(tenantId)?.limits ?? usual;
  }

  /** Takes a change; says whether it was news. */
  apply({ tenantId, limits, changedAt }: LimitsChange): boolean {
    const known = this.#known.get(tenantId);
    if (known && known.changedAt > changedAt) return false;
    if (isSame(known?.limits ?? usual, limits)) return false;
    this.#known.set(tenantId, { limits, changedAt });
    return true;
  }
}

function isSame(one: LimitsOfTenant, other: LimitsOfTenant): boolean {
  return (['tenant', 'user', 'partner'] as const).every(
    (scope) => one[scope].perMinute === other[scope].perMinute && one[scope].perHour === other[scope].perHour,
  );
}
