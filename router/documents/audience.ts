import type { Principal } from '#platform/identity/principal.ts';

/** Who a caller is, as far as limits and safelists are concerned. */
export type Audience = 'public' | 'user' | 'partner';

/** One value per audience. */
export type PerAudience<Value> = Readonly<Record<Audience, Value>>;

/** The role that makes a caller a partner, whatever other roles it has. */
const partnerRole = 'partner';

/** The audience of a caller: without token `public`, with the role `partner` a partner, else a user. */
export function audienceOf(principal: Principal | null): Audience {
  if (principal === null) return 'public';
  return principal.roles.includes(partnerRole) ? 'partner' : 'user';
}

/** The same value for every audience. */
export function forEveryAudience<Value>(value: Value): PerAudience<Value> {
  return { public: value, user: value, partner: value };
}
