import { describe, expect, test } from '@jest/globals';
import type { Principal } from '#platform/identity/principal.ts';
import { testPrincipal } from '#platform/identity/testPrincipal.ts';
import type { RequestRefused } from '../errors/requestRefused.ts';
import { clientAddress } from './clientAddress.ts';
import { RateLimits } from './rateLimits.ts';
import { type LimitsOfTenant, TenantLimits } from './tenantLimits.ts';

const acme = testPrincipal();
const { tenantId } = acme;
const another = testPrincipal({ userId: 'another' });
const globex = testPrincipal({ tenantId: 'globex' });

/** Rate limits under a clock that the test sets. */
class Clocked {
  seconds = 1_000;
  readonly tenants = new TenantLimits();
  readonly limits = new RateLimits({
    tenants: this.tenants,
    address: { perMinute: 3, perHour: 5 },
    addressOf: clientAddress([]),
    now: () => this.seconds * 1_000,
  });

  set(change: Partial<LimitsOfTenant>, of = tenantId, changedAt = this.seconds * 1_000): boolean {
    const limits = { ...this.tenants.of(of), ...change };
    return this.tenants.apply({ kind: 'limits', tenantId: of, limits, changedAt });
  }

  /** How many of so many operations, one after the other, are admitted. */
  admitted(principal: Principal | null, operations: number, from = '192.0.2.1'): number {
    let admitted = 0;
    for (let n = 0; n < operations; n++) if (this.refusal(principal, from) === undefined) admitted++;
    return admitted;
  }

  refusal(principal: Principal | null, from = '192.0.2.1', operations = 1): RequestRefused | undefined {
    try {
      if (!this.limits.take(principal, from, operations)) return undefined;
    } catch (error) {
      return error as RequestRefused;
    }
    throw new Error('nothing has to be waited for');
  }
}

const small = { perMinute: 10, perHour: 1_000 };
const large = { perMinute: 1_000, perHour: 10_000 };

describe('rate limits', () => {
  test('are 600 a minute and 10,000 an hour for a tenant and each of its users, unless settings say otherwise', () => {
    const clocked = new Clocked();
    expect(clocked.admitted(acme, 700)).toBe(600);
    expect(clocked.refusal(acme)).toMatchObject({
      code: 'RATE_LIMITED',
      status: 429,
      headers: {
        'retry-after': '61',
        'ratelimit-policy': '"user-minute";q=600;w=60, "user-hour";q=10000;w=3600',
        ratelimit: '"user-minute";r=0;t=61',
      },
      errors: [{ extensions: { retryable: true, scope: 'user', window: 'minute', limit: 600, retryAfter: 61 } }],
    });
    let admitted = 600;
    for (; clocked.seconds < 1_000 + 3_500; clocked.seconds += 61) admitted += clocked.admitted(acme, 700);
    expect(admitted).toBe(10_000);
    expect(clocked.refusal(acme)?.errors[0]?.extensions).toMatchObject({ window: 'hour', limit: 10_000 });
  });

  test('of a tenant are not touched by another one', () => {
    const clocked = new Clocked();
    expect(clocked.admitted(acme, 700)).toBe(600);
    expect(clocked.admitted(globex, 700)).toBe(600);
  });

  test('of a user hold within those of the tenant, and the other way round', () => {
    const clocked = new Clocked();
    clocked.set({ tenant: { ...large, perMinute: 15 }, user: small });
    expect(clocked.admitted(acme, 20)).toBe(10);
    expect(clocked.refusal(acme)?.errors[0]?.extensions.scope).toBe('user');
    expect(clocked.admitted(another, 20)).toBe(5);
    expect(clocked.refusal(another)?.errors[0]?.extensions.scope).toBe('tenant');
  });

  test('of a partner hold for all its credentials together, and for no other partner', () => {
    const clocked = new Clocked();
    clocked.set({ tenant: large, partner: small });
    const partner = (userId: string, name: string) =>
      testPrincipal({ userId, roles: ['partner'], attributes: { partner: name } });
    expect(clocked.admitted(partner('one', 'erpsync'), 7)).toBe(7);
    expect(clocked.admitted(partner('two', 'erpsync'), 7)).toBe(3);
    expect(clocked.refusal(partner('two', 'erpsync'))?.errors[0]?.extensions.scope).toBe('partner');
    expect(clocked.admitted(partner('two', 'shop'), 7)).toBe(7);
  });

  test('of callers without token go by their address', () => {
    const clocked = new Clocked();
    expect([clocked.admitted(null, 9), clocked.admitted(null, 9, '192.0.2.2')]).toEqual([3, 3]);
    clocked.seconds += 61;
    expect(clocked.admitted(null, 9)).toBe(2);
    expect(clocked.refusal(null)?.errors[0]?.extensions).toMatchObject({ scope: 'address', window: 'hour' });
  });

  test('count what is admitted and nothing else, operations that come together all or none', () => {
    const clocked = new Clocked();
    clocked.set({ tenant: { ...large, perMinute: 6 }, user: small });
    expect(clocked.refusal(acme, '', 7)?.errors[0]?.extensions.scope).toBe('tenant');
    expect(clocked.refusal(acme, '', 4)).toBeUndefined();
    expect(clocked.refusal(acme, '', 3)?.code).toBe('RATE_LIMITED');
    expect(clocked.admitted(another, 9)).toBe(2);
    clocked.set({ tenant: large });
    // Of the user's ten only the four that were admitted are gone.
    expect(clocked.admitted(acme, 9)).toBe(6);
  });

  test('change at once, also for who is refused; an older change comes too late', () => {
    const clocked = new Clocked();
    expect(clocked.set({ user: small }, tenantId, 50)).toBe(true);
    expect(clocked.admitted(acme, 20)).toBe(10);
    expect(clocked.set({ user: { ...small, perMinute: 12 } }, tenantId, 60)).toBe(true);
    expect(clocked.set({ user: large }, tenantId, 55)).toBe(false);
    expect(clocked.set({ user: { ...small, perMinute: 12 } }, tenantId, 70)).toBe(false);
    expect(clocked.admitted(acme, 20)).toBe(2);
    clocked.set({ user: { perMinute: 1, perHour: 1 } }, tenantId, 80);
    expect(clocked.admitted(acme, 5)).toBe(0);
  });

  test('say when to come back, and hold to it', () => {
    const clocked = new Clocked();
    clocked.set({ user: small });
    for (let n = 0; n < 10; n++, clocked.seconds += 3) expect(clocked.refusal(acme)).toBeUndefined();
    const wait = Number(clocked.refusal(acme)?.headers['retry-after']);
    clocked.seconds += wait - 1;
    expect(clocked.admitted(acme, 3)).toBe(0);
    clocked.seconds += 1;
    expect(clocked.admitted(acme, 3)).toBe(1);
  });

  test('hold for every address of a crowd that is larger than what is remembered', () => {
    const clocked = new Clocked();
    for (let n = 0; n < 30_000; n++) clocked.admitted(null, 1, `10.${n >> 16}.${(n >> 8) & 255}.${n & 255}`);
    // Callers with token are not pushed out by it.
    expect(clocked.admitted(acme, 700)).toBe(600);
    for (let n = 0; n < 30_000; n++) clocked.admitted(null, 1, `10.${n >> 16}.${(n >> 8) & 255}.${n & 255}`);
    expect(clocked.admitted(acme, 10)).toBe(0);
    expect(clocked.admitted(null, 9, '192.0.2.9')).toBe(3);
  });
});
