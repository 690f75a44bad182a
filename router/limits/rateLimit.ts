/** How many operations one subject may send. */
export interface RateLimit {
  readonly perMinute: number;
  readonly perHour: number;
}

/** What a subject is: all of a tenant together, one of its users or partners, or an address of callers without token. */
export type RateScope = 'tenant' | 'user' | 'partner' | 'address';

/** The two windows of every limit. */
export type RateWindow = 'minute' | 'hour';

/** Seconds that each window has. */
export const secondsOf: Readonly<Record<RateWindow, number>> = { minute: 60, hour: 3_600 };

/** The limit of whom nothing else is known; the tenant domain gives it to new tenants. */
export const usualLimit: RateLimit = { perMinute: 600, perHour: 10_000 };
