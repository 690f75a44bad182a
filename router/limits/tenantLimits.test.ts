import { expect, test } from '@jest/globals';
import { type LimitsChange, TenantLimits } from './tenantLimits.ts';

const limit = (perMinute: number, perHour: number) => ({ perMinute, perHour });

function change(changedAt: number, tenant = limit(5, 50), user = limit(4, 40), partner = limit(3, 30)): LimitsChange {
  return { kind: 'limits', tenantId: 'acme', limits: { tenant, user, partner }, changedAt };
}

test('the latest change holds, in whatever order they come; what changes nothing is no news', () => {
  const limits = new TenantLimits();
  expect(limits.apply(change(2))).toBe(true);
  expect(limits.apply(change(1, limit(9, 9)))).toBe(false);
  expect(limits.apply(change(3))).toBe(false);
  expect(limits.of('acme')).toEqual({ tenant: limit(5, 50), user: limit(4, 40), partner: limit(3, 30) });
  expect(limits.of('globex').tenant).toEqual(limit(600, 10_000));
});

test("a tenant's admins cannot set what the operator does not let them have", () => {
  const limits = new TenantLimits(limit(1_000, 20_000));
  const most = limit(1_000_000, 60_000_000);
  limits.apply(change(1, most, limit(1_001, 19_999), limit(999, 20_001)));
  expect(limits.of('acme')).toEqual({
    tenant: limit(1_000, 20_000),
    user: limit(1_000, 19_999),
    partner: limit(999, 20_000),
  });
});
