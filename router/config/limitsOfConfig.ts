import { isIP } from 'node:net';
import type { Config } from '#platform/config/loadConfig.ts';
import { CodedError } from '#platform/errors/codedError.ts';
import type { RouterOptions } from '../routerOptions.ts';

/** The part of a router's options that says how much it takes on. */
export type LimitOptions = Pick<RouterOptions, 'rateLimits' | 'overload'>;

/**
 * What the configuration says about rate limits and overload; the same for a router alone and in the embedded start.
 *
 * @throws CodedError CONFIG_INVALID
 */
export function limitsOfConfig(config: Config): LimitOptions {
  const { rateLimits, routerAuth, redisUrl } = config;
  const isLimited = rateLimits === 'on' || (rateLimits === 'auto' && routerAuth !== 'none');
  return {
    ...(isLimited && {
      rateLimits: {
        address: { perMinute: config.rateLimitAddressPerMinute, perHour: config.rateLimitAddressPerHour },
        ceiling: { perMinute: config.rateLimitCeilingPerMinute, perHour: config.rateLimitCeilingPerHour },
        trustedProxies: trustedProxies(config.trustedProxies),
        redisUrl,
      },
    }),
    ...(config.overloadProtection === 'on' && {
      overload: { always: config.overloadOperations, waitAtMost: config.overloadWaitMs },
    }),
  };
}

function trustedProxies(list: string | undefined): readonly string[] {
  const proxies = list?.split(',').map((each) => each.trim()) ?? [];
  for (const each of proxies) {
    const [address = '', prefix] = each.split('/');
    const bits = isIP(address) === 6 ? 128 : 32;
    const isPrefix = prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= bits);
    if (isIP(address) === 0 || !isPrefix) {
      throw new CodedError('CONFIG_INVALID', {
        message: `TRUSTED_PROXIES names ${each}, which is neither an address nor a network such as 10.0.0.0/8.`,
      });
    }
  }
  return proxies;
}
