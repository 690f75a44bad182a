import { RequestRefused } from '../errors/requestRefused.ts';
import { type RateLimit, type RateScope, type RateWindow, secondsOf } from './rateLimit.ts';
import type { Excess } from './subjectCount.ts';

/** Refusals that were made lately: whoever is refused is refused again and again, and that must be cheap. */
const known = new Map<string, RequestRefused>();
const knownAtMost = 1_000;

/**
 * The refusal of a caller over a limit (RATE_LIMITED): which limit it is, and when to come back. Over HTTP it has
 * Retry-After, and the limit in the fields RateLimit-Policy and RateLimit.
 *
 * @see RFC 9110, section 10.2.3
 * @see https://www.ietf.org/archive/id/draft-ietf-httpapi-ratelimit-headers-10.html
 */
export function rateLimitRefusal(scope: RateScope, limit: RateLimit, { window, wait }: Excess): RequestRefused {
  const retryAfter = Math.max(1, Math.ceil(wait / 1_000));
  const key = `${scope} ${window} ${limit.perMinute} ${limit.perHour} ${retryAfter}`;
  let refusal = known.get(key);
  if (!refusal) {
    refusal = refusalOf(scope, limit, window, retryAfter);
    if (known.size >= knownAtMost) known.clear();
    known.set(key, refusal);
  }
  return refusal;
}

function refusalOf(scope: RateScope, limit: RateLimit, window: RateWindow, retryAfter: number): RequestRefused {
  const quota = window === 'minute' ? limit.perMinute : limit.perHour;
  return RequestRefused.because(
    'RATE_LIMITED',
    `More than ${quota} operations in ${window === 'minute' ? 'a minute' : 'an hour'} (${words[scope]}). Wait ${retryAfter} s and send it again.`,
    { scope, window, limit: quota, retryAfter },
    {
      'retry-after': `${retryAfter}`,
      'ratelimit-policy': `"${scope}-minute";q=${limit.perMinute};w=${secondsOf.minute}, "${scope}-hour";q=${limit.perHour};w=${secondsOf.hour}`,
      ratelimit: `"${scope}-${window}";r=0;t=${retryAfter}`,
    },
  );
}

const words: Readonly<Record<RateScope, string>> = {
  tenant: 'all users of your tenant together',
  user: 'your user',
  partner: 'your partner',
  address: 'your address, without access token',
};
