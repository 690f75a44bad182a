import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { Redis } from 'ioredis';
import type { Principal } from '#platform/identity/principal.ts';
import { testPrincipal } from '#platform/identity/testPrincipal.ts';
import { uuidv7 } from '#platform/ids/uuidv7.ts';
import { startTestRedis, type TestRedis } from '#tests/redis.ts';
import { collectedLogs } from '../../testkit/collectedLogs.ts';
import type { RateLimits } from '../rateLimits.ts';
import { rateLimitsOf } from '../rateLimitsOf.ts';
import { TenantLimits } from '../tenantLimits.ts';

let redis: TestRedis;
let client: Redis;
const open: RateLimits[] = [];
const logs = collectedLogs();

beforeAll(async () => {
  redis = await startTestRedis();
  client = new Redis(redis.url);
  client.on('error', () => undefined);
});
afterEach(() => {
  for (const limits of open.splice(0)) limits.close();
});
afterAll(async () => {
  client?.disconnect();
  await redis?.close();
});

const tenants = new TenantLimits();
const large = { perMinute: 1_000_000, perHour: 10_000_000 };

/** The limits of another router of the installation. */
async function router(): Promise<RateLimits> {
  const limits = await rateLimitsOf({ address: large, redisUrl: redis.url }, tenants, logs.logger);
  open.push(limits);
  await limits.open();
  return limits;
}

/** A user of a tenant of its own, which may send so many operations a minute. */
function caller(perMinute: number, perHour = 10_000_000): Principal {
  const tenantId = uuidv7();
  const limits = { tenant: large, user: { perMinute, perHour }, partner: large };
  tenants.apply({ kind: 'limits', tenantId, limits, changedAt: Date.now() });
  return testPrincipal({ tenantId });
}

async function isAdmitted(limits: RateLimits, principal: Principal, operations = 1): Promise<boolean> {
  try {
    await limits.take(principal, '', operations);
    return true;
  } catch (error) {
    expect(error).toMatchObject({ code: 'RATE_LIMITED' });
    return false;
  }
}

/** Counts admitted operations of many that come in turn to each router, so many at a time. */
async function admitted(routers: readonly RateLimits[], principal: Principal, operations: number, atOnce: number) {
  let count = 0;
  for (let sent = 0; sent < operations; sent += atOnce) {
    const answers = Array.from({ length: atOnce }, (_, n) =>
      isAdmitted(routers[(sent + n) % routers.length]!, principal),
    );
    count += (await Promise.all(answers)).filter(Boolean).length;
  }
  return count;
}

/** What Redis has counted for a user within the hour. */
async function countedFor({ tenantId, userId }: Principal): Promise<number> {
  const counts = await client.hgetall(`inopsio:rate:{${tenantId}}:user:${userId}`);
  return Object.entries(counts).reduce((sum, [part, count]) => sum + (part.startsWith('m') ? Number(count) : 0), 0);
}

describe('routers that share their counts', () => {
  test.each([
    [1, 5, 12],
    [1, 100, 150],
    [10, 100, 300],
    [200, 600, 2_000],
  ])('admit together what one may, asked by %i at once: %i of %i', async (atOnce, limit, operations) => {
    const routers = [await router(), await router(), await router()];
    expect(await admitted(routers, caller(limit), operations, atOnce)).toBe(limit);
  });

  test('do not mix users, nor tenants', async () => {
    const routers = [await router(), await router()];
    const [one, other] = [caller(20), caller(30)];
    const colleague = { ...one, userId: uuidv7() };
    const counts = [one, other, colleague].map((principal) => admitted(routers, principal, 60, 4));
    expect(await Promise.all(counts)).toEqual([20, 30, 20]);
  });

  test('count an operation once, whoever admits it, and none that is refused', async () => {
    const routers = [await router(), await router()];
    const principal = caller(1_000, 50);
    expect(await admitted(routers, principal, 70, 5)).toBe(50);
    for (const limits of open.splice(0)) limits.close();
    const next = await router();
    await expect(next.take(principal, '')).rejects.toMatchObject({
      errors: [{ extensions: { scope: 'user', window: 'hour', limit: 50 } }],
    });
    expect(await countedFor(principal)).toBe(50);
  });

  test('give back what they took and did not use when they end', async () => {
    const limits = await router();
    const principal = caller(10_000);
    let used = 0;
    // It gives back by itself what it has had for long; where this is slow, more is used until there is something.
    do used += await admitted([limits], principal, 100, 20);
    while ((await countedFor(principal)) === used);
    limits.close();
    const next = await router();
    expect(await isAdmitted(next, principal)).toBe(true);
    expect(await countedFor(principal)).toBe(used + 1);
  });

  test('ask for several operations at once, and get all or none', async () => {
    const [one, other] = [await router(), await router()];
    const principal = caller(10);
    expect(await isAdmitted(one, principal, 6)).toBe(true);
    expect(await isAdmitted(other, principal, 6)).toBe(false);
    expect(await isAdmitted(other, principal, 4)).toBe(true);
    expect(await isAdmitted(one, principal)).toBe(false);
  });

  test('take up a raised limit at once, though they were refused a moment ago', async () => {
    const routers = [await router(), await router()];
    const principal = caller(10);
    expect(await admitted(routers, principal, 20, 1)).toBe(10);
    const limits = { ...tenants.of(principal.tenantId), user: { perMinute: 15, perHour: 100 } };
    tenants.apply({ kind: 'limits', tenantId: principal.tenantId, limits, changedAt: Date.now() + 1 });
    expect(await admitted(routers, principal, 20, 1)).toBe(5);
  });

  test('busy callers hardly ever wait for Redis', async () => {
    const limits = await router();
    const principal = caller(100_000);
    let waited = 0;
    for (let n = 0; n < 2_000; n++) {
      const waiting = limits.take(principal, '');
      if (!waiting) continue;
      waited++;
      await waiting;
    }
    // Nobody gives up its turn between two that need not wait, so that none is asked for ahead of time here.
    expect(waited).toBeLessThan(200);
  });
});

describe('without Redis', () => {
  test('each router holds to the limits by itself, says so once, and shares its counts again when it is back', async () => {
    const routers = [await router(), await router()];
    const principal = caller(20);
    expect(await admitted(routers, principal, 10, 1)).toBe(10);
    const warned = () => logs.records.filter(({ msg }) => String(msg).startsWith('rate limits hold per router'));
    const before = warned().length;
    await redis.server.stop();
    // Five of each router's twenty are gone; what the other one admits is not known now.
    expect(await admitted(routers, principal, 80, 8)).toBe(30);
    expect(routers.map(({ metrics }) => metrics.shared)).toEqual([false, false]);
    expect(warned()).toHaveLength(before + routers.length);
    await redis.restart();
    await logs.until('rate limits hold over all routers again', routers.length);
    expect(routers.map(({ metrics }) => metrics.shared)).toEqual([true, true]);
    expect(await admitted(routers, caller(20), 60, 3)).toBe(20);
  });

  test('a router starts', async () => {
    const limits = await rateLimitsOf({ address: large, redisUrl: 'redis://127.0.0.1:1' }, tenants, logs.logger);
    open.push(limits);
    await limits.open();
    expect(limits.metrics.shared).toBe(false);
    expect(await admitted([limits], caller(5), 9, 3)).toBe(5);
  });
});
