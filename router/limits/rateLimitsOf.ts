import type { Logger } from '#platform/logs/logger.ts';
import { clientAddress } from './clientAddress.ts';
import type { RateLimit } from './rateLimit.ts';
import { RateLimits } from './rateLimits.ts';
import { SharedPermits } from './shared/sharedPermits.ts';
import type { TenantLimits } from './tenantLimits.ts';

/** How rate limits are kept. */
export interface RateLimitOptions {
  /** The limit of each address, for callers without token. */
  readonly address: RateLimit;
  /** The most that a tenant's own settings may give it, its users or its partners; as much as they say without it. */
  readonly ceiling?: RateLimit;
  /** Addresses and networks of proxies that are believed. */
  readonly trustedProxies?: readonly string[];
  /** Redis in which all routers count together; without it this one counts by itself. */
  readonly redisUrl?: string | undefined;
}

/**
 * Puts together the rate limits of a router. Redis is not looked for before they are opened, and its client is not
 * loaded where there is none.
 */
export async function rateLimitsOf(
  options: RateLimitOptions,
  tenants: TenantLimits,
  logger: Logger,
): Promise<RateLimits> {
  const { address, trustedProxies = [], redisUrl } = options;
  return new RateLimits({
    tenants,
    address,
    addressOf: clientAddress(trustedProxies),
    shared: redisUrl === undefined ? undefined : await sharedPermits(redisUrl, logger),
  });
}

async function sharedPermits(redisUrl: string, logger: Logger): Promise<SharedPermits> {
  const { PermitStore } = await import('./shared/permitStore.ts');
  return new SharedPermits(new PermitStore(redisUrl, logger));
}
