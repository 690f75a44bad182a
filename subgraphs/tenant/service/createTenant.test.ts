import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { collectEvents } from '#kit/testkit/collectEvents.ts';
import { startTestDomain, type TestDomain } from '#kit/testkit/startTestDomain.ts';
import { testEvent } from '#kit/testkit/testEvent.ts';
import { testPrincipal } from '#kit/testkit/testPrincipal.ts';
import type { EventRecord } from '#platform/events/eventRecord.ts';
import { platformTenant } from '#platform/identity/platformTenant.ts';
import { uuidv7 } from '#platform/ids/uuidv7.ts';
import { tenant } from '../index.ts';
import { operator } from '../testkit/foundTestTenant.ts';
import { until } from '../testkit/until.ts';
import { reserveSlug } from './reserveSlug.ts';

const utc = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

describe('a new tenant', () => {
  let domain: TestDomain;
  beforeAll(async () => {
    domain = await startTestDomain(tenant, { tenants: [] });
  });
  afterAll(() => domain.close());

  const founder = { id: uuidv7(), name: 'Ada', email: 'ada@example.com' };
  const create = (input: object) =>
    domain.mutate('createTenant', { input: { name: 'Acme Ltd', admin: founder, ...input } }, operator);

  async function progress(tenantId: string) {
    const document = 'query ($id: ID!) { tenantProvisioning(tenantId: $id) { tenantId slug domains { domain } } }';
    const { data, errors } = await domain.query(document, { id: tenantId }, operator);
    if (errors) throw new Error(JSON.stringify(errors));
    return data?.tenantProvisioning;
  }

  async function createdEventsOf(tenantId: string) {
    const created = await collectEvents(domain.eventLog, 'tenant.created');
    const events = await created.until((all) => all.some(({ header }) => header.tenant_id === tenantId));
    await created.close();
    return events.filter(({ header }) => header.tenant_id === tenantId);
  }

  test('has its first admin, its event in its own name, and an audited beginning; repeated, it is the same', async () => {
    const id = uuidv7();
    const made = await create({ id: id.toUpperCase(), slug: 'acme', plan: 'ENTERPRISE' });
    expect(made).toMatchObject({ __typename: 'TenantProvisioning', tenantId: id, slug: 'acme' });
    expect(made.domains).toMatchObject([{ domain: 'tenant', provisionedAt: expect.stringMatching(utc) }]);
    expect(await create({ id, slug: 'acme', name: 'Other' })).toEqual(made);

    const admin = testPrincipal({ tenantId: id, userId: founder.id });
    const { data } = await domain.query(
      `{ tenant { id slug name plan region status createdAt settings { requestsPerMinute requestsPerHour retentionDays features } }
        me { id name email roles status tenant { id } }
        auditTrail { edges { node { action subjectType subjectId actor { id } } } } }`,
      {},
      admin,
    );
    expect(data?.tenant).toEqual({
      id,
      slug: 'acme',
      name: 'Acme Ltd',
      plan: 'ENTERPRISE',
      region: 'eu-central',
      status: 'ACTIVE',
      createdAt: expect.stringMatching(utc),
      settings: { requestsPerMinute: 600, requestsPerHour: 10_000, retentionDays: 365, features: [] },
    });
    expect(data?.me).toEqual({ ...founder, roles: ['ADMIN'], status: 'ACTIVE', tenant: { id } });
    expect(data?.auditTrail.edges).toEqual([
      { node: { action: 'tenant.create', subjectType: 'Tenant', subjectId: id, actor: null } },
    ]);
    const events = await createdEventsOf(id);
    expect(events.map(({ payload }) => payload)).toEqual([
      {
        tenant_id: id,
        slug: 'acme',
        name: 'Acme Ltd',
        plan: 'ENTERPRISE',
        region: 'eu-central',
        created_at: data?.tenant.createdAt,
      },
    ]);
  });

  test('has a slug and an id that no other has', async () => {
    const id = uuidv7();
    await create({ id, slug: 'unique' });
    expect(await create({ slug: 'unique' })).toMatchObject({ __typename: 'Conflict', code: 'SLUG_TAKEN' });
    expect(await create({ id, slug: 'renamed' })).toMatchObject({ __typename: 'Conflict', code: 'TENANT_EXISTS' });
    const answers = await Promise.all([create({ slug: 'race' }), create({ slug: 'race' }), create({ slug: 'race' })]);
    expect(answers.map(({ code, __typename }) => code ?? __typename).sort()).toEqual([
      'SLUG_TAKEN',
      'SLUG_TAKEN',
      'TenantProvisioning',
    ]);
  });

  test('that several calls at once create is created once', async () => {
    const id = uuidv7();
    const answers = await Promise.all([1, 2, 3].map(() => create({ id, slug: 'at-once' })));
    expect(answers.map(({ tenantId }) => tenantId)).toEqual([id, id, id]);
    expect(await createdEventsOf(id)).toHaveLength(1);
  });

  test('whose creation died in between is completed by a repetition', async () => {
    const id = uuidv7();
    await domain.store.provision(platformTenant.id);
    await domain.store.transact(platformTenant.id, (platform) => reserveSlug(platform, id, 'half-done'));
    expect(await progress(id)).toEqual({ tenantId: id, slug: 'half-done', domains: [] });

    await domain.store.provision(id);
    await until(
      () => progress(id),
      ({ domains }) => domains.length === 1,
    );
    expect(await create({ id, slug: 'half-done' })).toMatchObject({ tenantId: id, domains: [{ domain: 'tenant' }] });
    expect(await createdEventsOf(id)).toHaveLength(1);
  });

  test('shows which domains have their store ready, each once', async () => {
    const id = uuidv7();
    await create({ id, slug: 'progress' });
    await domain.eventLog.append([provisioned(id, 'erp'), provisioned(id, 'crm'), provisioned(id, 'crm')]);
    const { domains } = await until(
      () => progress(id),
      (one) => one.domains.length === 3,
    );
    expect(domains).toEqual([{ domain: 'crm' }, { domain: 'erp' }, { domain: 'tenant' }]);
    expect(await progress(uuidv7())).toBeNull();
    expect(await progress('x')).toBeNull();
  });

  test('is made by operators only', async () => {
    const input = { slug: 'mine', name: 'Mine', admin: founder };
    await expect(domain.mutate('createTenant', { input }, testPrincipal())).rejects.toThrow(/FORBIDDEN/);
  });

  test.each([
    ['input.id', { id: 'x' }],
    ['input.id', { id: platformTenant.id }],
    ['input.slug', { slug: 'Not a slug' }],
    ['input.slug', { slug: 'platform' }],
    ['input.name', { name: ' ' }],
    ['input.region', { region: 'x'.repeat(51) }],
    ['input.admin.id', { admin: { ...founder, id: 'x' } }],
    ['input.admin.name', { admin: { ...founder, name: '' } }],
    ['input.admin.email', { admin: { ...founder, email: 'ada' } }],
  ])('is refused for %s: %j', async (field, input) => {
    const before = await domain.store.tenants();
    expect(await create({ slug: 'refused', ...input })).toMatchObject({ __typename: 'InvalidInput', field });
    expect(await domain.store.tenants()).toEqual(before);
  });
});

function provisioned(tenant_id: string, domain: string): EventRecord {
  return testEvent('tenant.provisioned', { tenant_id, domain, provisioned_at: new Date().toISOString() });
}
