import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createRedisBroadcast } from '#platform/broadcast/redisBroadcast.ts';
import { createEmbeddedEventLog } from '#platform/event-log/embedded/createEmbeddedEventLog.ts';
import type { EventLog } from '#platform/event-log/eventLog.ts';
import { testPrincipal } from '#platform/identity/testPrincipal.ts';
import { uuidv7 } from '#platform/ids/uuidv7.ts';
import { nullLogger } from '#platform/logs/nullLogger.ts';
import { createTestDatabase } from '#tests/postgres.ts';
import { startTestRedis, type TestRedis } from '#tests/redis.ts';
import { TenantLimits } from '../limits/tenantLimits.ts';
import { followAccess } from './followAccess.ts';
import { followedState } from './followedChange.ts';
import { keepFollowingAccess } from './keepFollowingAccess.ts';
import { type AccessChange, Revocations, type TenantStanding } from './revocations.ts';

const member = testPrincipal({ roles: ['member'] });
const { tenantId, userId } = member;
const rolesNow = (roles: string[], changedAt = Date.now()): AccessChange => ({
  kind: 'roles',
  tenantId,
  userId,
  roles,
  changedAt,
});
const standing = (standing: TenantStanding, changedAt = Date.now()): AccessChange => ({
  kind: 'tenant',
  tenantId,
  standing,
  changedAt,
});

const stateOf = (revocations: Revocations) => followedState(revocations, new TenantLimits());

describe('a token is refused', () => {
  test.each([
    ['while it names a role that was taken away', ['viewer'], 'TOKEN_REVOKED'],
    ['while its user has no access', [], 'TOKEN_REVOKED'],
    ['not when its roles are those of the user', ['member'], undefined],
    ['not when its user has more roles', ['manager', 'member'], undefined],
  ])('%s', (_when, roles, code) => {
    const revocations = new Revocations();
    revocations.apply(rolesNow(roles));
    expect(revocations.refusalOf(member)).toBe(code);
    expect(revocations.refusalOf({ ...member, userId: 'another' })).toBeUndefined();
    expect(revocations.refusalOf({ ...member, tenantId: 'another' })).toBeUndefined();
  });

  test('while its tenant is suspended', () => {
    const revocations = new Revocations();
    revocations.apply(standing('suspended'));
    expect(revocations.refusalOf(member)).toBe('TENANT_SUSPENDED');
    expect(revocations.refusalOf({ ...member, tenantId: 'another' })).toBeUndefined();
    revocations.apply(standing('active'));
    expect(revocations.refusalOf(member)).toBeUndefined();
  });

  test('for good when its tenant was deleted, in whatever order that is heard', () => {
    const revocations = new Revocations();
    const now = Date.now();
    revocations.apply(standing('suspended', now));
    expect(revocations.apply(standing('deleted', now - 1_000))).toBe(true);
    expect(revocations.refusalOf(member)).toBe('TENANT_DELETED');
    expect(revocations.apply(standing('active', now + 1_000))).toBe(false);
    expect(revocations.refusalOf(member)).toBe('TENANT_DELETED');
    expect(revocations.refusalOf({ ...member, tenantId: 'another' })).toBeUndefined();
  });
});

describe('changes', () => {
  test('that come late or twice change nothing', () => {
    const revocations = new Revocations();
    expect(revocations.apply(rolesNow(['viewer'], Date.now() - 1_000))).toBe(true);
    expect(revocations.apply(rolesNow(['member'], Date.now() - 2_000))).toBe(false);
    expect(revocations.refusalOf(member)).toBe('TOKEN_REVOKED');
    const again = standing('suspended');
    expect([revocations.apply(again), revocations.apply(again)]).toEqual([true, false]);
  });

  test('older than any token are forgotten; a suspension is not', () => {
    const revocations = new Revocations();
    const long = Date.now() - 48 * 3_600_000;
    revocations.apply(rolesNow([], long));
    expect(revocations.refusalOf(member)).toBeUndefined();
    revocations.apply(standing('suspended', long));
    expect(revocations.refusalOf(member)).toBe('TENANT_SUSPENDED');
  });

  test('tell those who watch once, and only those whom they concern', () => {
    const revocations = new Revocations();
    const told: string[] = [];
    revocations.watch(member, (code) => told.push(`member ${code}`));
    revocations.watch({ ...member, userId: 'another' }, (code) => told.push(`another ${code}`));
    const stop = revocations.watch(member, () => told.push('stopped'));
    stop();
    revocations.apply(rolesNow(['viewer']));
    revocations.apply(rolesNow([], Date.now() + 1));
    expect(told).toEqual(['member TOKEN_REVOKED']);
  });
});

describe('a router', () => {
  let redis: TestRedis;
  const logs: EventLog[] = [];
  const drops: (() => Promise<void>)[] = [];
  beforeAll(async () => {
    redis = await startTestRedis();
    for (const name of ['access', 'access_deaf']) {
      const { url, drop } = await createTestDatabase(name);
      drops.push(drop);
      logs.push(await createEmbeddedEventLog({ connectionString: url, partitions: 3, logger: nullLogger }));
    }
  });
  afterAll(async () => {
    await Promise.all(logs.map((log) => log.close()));
    await Promise.all(drops.map((drop) => drop()));
    await redis?.close();
  });

  async function append(log: EventLog, roles: string[]): Promise<void> {
    const changed_at = new Date().toISOString();
    const header = {
      event_id: uuidv7(),
      event_name: 'role.changed',
      source: 'tenant',
      timestamp: changed_at,
      tenant_id: tenantId,
      trace_id: '0af7651916cd43dd8448eb211c80319c',
      version: '1.0.0',
      schema: 'role.changed',
    };
    const payload = { user_id: userId, tenant_id: tenantId, roles, changed_by: userId, changed_at };
    await log.append([{ topic: 'role.changed', key: userId, header, payload }]);
  }

  test('hears over Redis from another one what its own reader does not bring', async () => {
    const [log, deafLog] = logs as [EventLog, EventLog];
    const broadcasts = [createRedisBroadcast(redis.url, nullLogger), createRedisBroadcast(redis.url, nullLogger)];
    const [hearing, deaf] = [new Revocations(), new Revocations()];
    const stops = [
      await keepFollowingAccess(stateOf(hearing), { eventLog: log, broadcast: broadcasts[0], logger: nullLogger }),
      await keepFollowingAccess(stateOf(deaf), { eventLog: deafLog, broadcast: broadcasts[1], logger: nullLogger }),
    ];
    const told = Promise.all(
      [hearing, deaf].map((each) => new Promise((resolve) => each.watch(member, (code) => resolve(code)))),
    );
    await append(log, ['viewer']);
    expect(await told).toEqual(['TOKEN_REVOKED', 'TOKEN_REVOKED']);
    await Promise.all(stops.map((each) => each.stop()));
    await Promise.all(broadcasts.map((broadcast) => broadcast.close()));
  });

  test('knows what the log has also while Redis cannot be reached', async () => {
    const [log] = logs as [EventLog];
    await append(log, []);
    const nowhere = createRedisBroadcast('redis://127.0.0.1:1', nullLogger);
    const alone = new Revocations();
    const access = await keepFollowingAccess(stateOf(alone), { eventLog: log, broadcast: nowhere, logger: nullLogger });
    expect(alone.refusalOf(member)).toBe('TOKEN_REVOKED');
    expect([access.isKnown(), access.isHeard()]).toEqual([true, false]);
    await access.stop();
    await nowhere.close();
  });

  test('knows before it serves what the log has, also where retention removed all of a partition', async () => {
    const [log] = logs as [EventLog];
    await append(log, []);
    const late = new Revocations();
    await (await followAccess(stateOf(late), { eventLog: log, broadcast: undefined, logger: nullLogger }))();
    expect(late.refusalOf(member)).toBe('TOKEN_REVOKED');
    await (log as unknown as { removeBefore(instant: Date): Promise<number> }).removeBefore(
      new Date(Date.now() + 60_000),
    );
    const afterRetention = new Revocations();
    await (await followAccess(stateOf(afterRetention), { eventLog: log, broadcast: undefined, logger: nullLogger }))();
    expect(afterRetention.refusalOf(member)).toBeUndefined();
  });
});
