import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { collectEvents } from '#kit/testkit/collectEvents.ts';
import { startTestDomain, type TestDomain } from '#kit/testkit/startTestDomain.ts';
import { testPrincipal } from '#kit/testkit/testPrincipal.ts';
import type { EventRecord } from '#platform/events/eventRecord.ts';
import { platformTenant } from '#platform/identity/platformTenant.ts';
import { uuidv7 } from '#platform/ids/uuidv7.ts';
import { tenant } from '../index.ts';
import { foundTestTenant, operator } from '../testkit/foundTestTenant.ts';
import { tellAll } from './announceStandings.ts';

describe('the standing of a tenant', () => {
  let domain: TestDomain;
  const admin = testPrincipal({ tenantId: uuidv7() });
  const { tenantId } = admin;
  beforeAll(async () => {
    domain = await startTestDomain(tenant, { tenants: [] });
    await foundTestTenant(domain, admin, 'standing');
  });
  afterAll(() => domain.close());

  const suspend = (id: string, as = operator) => domain.mutate('suspendTenant', { tenantId: id }, as);
  const resume = (id: string) => domain.mutate('resumeTenant', { tenantId: id }, operator);

  test('changes by the operator, is told of and audited once, and comes back', async () => {
    const updates = await collectEvents(domain.eventLog, 'tenant.updated');
    expect(await suspend(tenantId.toUpperCase())).toEqual({
      __typename: 'TenantStanding',
      tenantId,
      status: 'SUSPENDED',
    });
    expect(await suspend(tenantId)).toMatchObject({ status: 'SUSPENDED' });
    expect(await resume(tenantId)).toMatchObject({ status: 'ACTIVE' });
    const events = await updates.until((all) => all.some(({ payload }) => payload.status === 'ACTIVE'));
    await updates.close();
    expect(events.map(({ header, payload }) => [header.tenant_id, payload.status])).toEqual([
      [tenantId, 'SUSPENDED'],
      [tenantId, 'ACTIVE'],
    ]);
    const { data } = await domain.query('{ auditTrail { edges { node { action } } } }', {}, admin);
    const actions = data?.auditTrail.edges.map(({ node }: { node: { action: string } }) => node.action);
    expect(actions.slice(0, 2)).toEqual(['tenant.resume', 'tenant.suspend']);
  });

  test('of tenants that are not there, and of the platform itself, cannot change', async () => {
    for (const id of [uuidv7(), 'nonsense', platformTenant.id]) {
      expect(await suspend(id)).toMatchObject({ __typename: 'NotFound', id });
    }
  });

  test('is not for admins of the tenant', async () => {
    await expect(suspend(tenantId, admin)).rejects.toThrow('FORBIDDEN');
  });

  test('is told of again while it is suspended, for routers that start when the first event is gone', async () => {
    await suspend(tenantId);
    await tellAll(domain.store);
    const updates = await collectEvents(domain.eventLog, 'tenant.updated');
    const suspensions = (all: readonly EventRecord[]) => all.filter(({ payload }) => payload.status === 'SUSPENDED');
    const events = suspensions(await updates.until((all) => suspensions(all).length === 3));
    await updates.close();
    expect(new Set(events.map(({ header }) => header.tenant_id))).toEqual(new Set([tenantId]));
  });

  test('is told of again while the tenant has rate limits of its own', async () => {
    const own = testPrincipal({ tenantId: uuidv7() });
    await foundTestTenant(domain, own, 'limits');
    await domain.mutate('updateTenant', { input: { userRequestsPerHour: 50 } }, own);
    await tellAll(domain.store);
    const updates = await collectEvents(domain.eventLog, 'tenant.updated');
    const limits = (all: readonly EventRecord[]) => all.filter(({ header }) => header.tenant_id === own.tenantId);
    const events = limits(await updates.until((all) => limits(all).length === 2));
    await updates.close();
    expect(events.map(({ payload }) => payload.user_requests_per_hour)).toEqual([50, 50]);
  });
});
