import { optional, setting } from './setting.ts';
import { oneOf, text, wholeNumber } from './settingTypes.ts';

/** Settings of how much the router takes on, from each caller and at once. */
export const limitSettings = {
  rateLimits: setting(
    'RATE_LIMITS',
    oneOf('auto', 'on', 'off'),
    'auto',
    'Whether callers may send only so much; `auto` does it unless ROUTER_AUTH is `none`. Limits of tenants, their users and partners are tenant settings (`updateTenant`): 600 operations per minute and 10,000 per hour unless changed. Counted in Redis with REDIS_URL, else in each router.',
  ),
  rateLimitAddressPerMinute: setting(
    'RATE_LIMIT_ADDRESS_PER_MINUTE',
    wholeNumber(1, 1_000_000),
    600,
    'Operations per minute from one address (IPv6: network of 64 bits) without access token.',
  ),
  rateLimitAddressPerHour: setting(
    'RATE_LIMIT_ADDRESS_PER_HOUR',
    wholeNumber(1, 60_000_000),
    10_000,
    'The same per hour.',
  ),
  rateLimitCeilingPerMinute: setting(
    'RATE_LIMIT_CEILING_PER_MINUTE',
    wholeNumber(1, 1_000_000),
    60_000,
    'The most operations per minute that the settings of a tenant may give it, its users or its partners; whatever its admins set above counts as this.',
  ),
  rateLimitCeilingPerHour: setting(
    'RATE_LIMIT_CEILING_PER_HOUR',
    wholeNumber(1, 60_000_000),
    1_000_000,
    'The same per hour.',
  ),
  trustedProxies: optional(
    'TRUSTED_PROXIES',
    text('addresses and networks with commas between', /^[0-9a-fA-F.:/, ]+$/),
    'Addresses and networks (10.0.0.0/8) of proxies in front of the router, whose X-Forwarded-For says where a request came from. Without it the header is not believed.',
  ),
  overloadProtection: setting(
    'OVERLOAD_PROTECTION',
    oneOf('on', 'off'),
    'on',
    'Whether operations wait for their turn, and are refused (503) when they waited too long because more come than the router can do.',
  ),
  overloadOperations: setting(
    'OVERLOAD_OPERATIONS',
    wholeNumber(1, 100_000),
    64,
    'Operations that may always be under way at the same time, those that wait for their turn included.',
  ),
  overloadWaitMs: setting(
    'OVERLOAD_WAIT_MS',
    wholeNumber(1, 10_000),
    20,
    'Milliseconds that an operation may wait for its turn while more come than the router can do.',
  ),
};
