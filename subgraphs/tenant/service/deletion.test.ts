import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { eventContracts } from '#generated/events.ts';
import { collectEvents } from '#kit/testkit/collectEvents.ts';
import { startTestDomain, type TestDomain } from '#kit/testkit/startTestDomain.ts';
import { testPrincipal } from '#kit/testkit/testPrincipal.ts';
import { CodedError } from '#platform/errors/codedError.ts';
import type { LoggedEvent } from '#platform/event-log/eventLog.ts';
import { platformTenant } from '#platform/identity/platformTenant.ts';
import { uuidv7 } from '#platform/ids/uuidv7.ts';
import { nullLogger } from '#platform/logs/nullLogger.ts';
import { createPersonalData } from '#platform/pii/createPersonalData.ts';
import { newMasterKey, parseMasterKeys } from '#platform/pii/masterKeys.ts';
import type { PersonalData } from '#platform/pii/personalData.ts';
import { openTenantKeys } from '#platform/pii/postgres/openTenantKeys.ts';
import type { TenantKeys } from '#platform/pii/tenantKeys.ts';
import { createTestDatabase } from '#tests/postgres.ts';
import { tenant } from '../index.ts';
import { foundTestTenant, operator } from '../testkit/foundTestTenant.ts';
import { until } from '../testkit/until.ts';
import { tellAll } from './announceStandings.ts';

describe('a tenant that is deleted', () => {
  let database: Awaited<ReturnType<typeof createTestDatabase>>;
  let keys: TenantKeys;
  let keysAway = false;
  let personalData: PersonalData;
  let domain: TestDomain;
  beforeAll(async () => {
    database = await createTestDatabase('keys');
    const masterKeys = parseMasterKeys(newMasterKey('m1'));
    keys = await openTenantKeys({ connectionString: database.url, masterKeys, logger: nullLogger });
    const shred: TenantKeys['shred'] = async (tenantId) => {
      if (keysAway) throw new CodedError('PERSONAL_DATA_KEYS_UNAVAILABLE');
      await keys.shred(tenantId);
    };
    personalData = createPersonalData({ ...keys, shred }, eventContracts);
    domain = await startTestDomain(tenant, { tenants: [], personalData });
  });
  afterAll(async () => {
    await domain.close();
    await keys.close();
    await database.drop();
  });

  /** Founds a tenant whose admin has invited somebody: an event with personal data. */
  async function founded(slug: string) {
    const admin = testPrincipal({ tenantId: uuidv7(), userId: uuidv7() });
    await foundTestTenant(domain, admin, slug);
    const input = { name: `${slug} Ben`, email: `${slug}-ben@example.com` };
    expect(await domain.mutate('inviteUser', { input }, admin)).toMatchObject({ __typename: 'User' });
    return admin;
  }
  const suspend = (tenantId: string) => domain.mutate('suspendTenant', { tenantId }, operator);
  const remove = (tenantId: string, as = operator) => domain.mutate('deleteTenant', { tenantId }, as);
  async function deleted(slug: string) {
    const admin = await founded(slug);
    await suspend(admin.tenantId);
    await remove(admin.tenantId);
    return admin;
  }
  async function progress(id: string) {
    const document = `query ($id: ID!) { tenantDeletion(tenantId: $id) { slug deletedAt domains { domain removedAt } } }`;
    const { data, errors } = await domain.query(document, { id }, operator);
    if (errors) throw new Error(JSON.stringify(errors));
    return data?.tenantDeletion;
  }
  const gone = (id: string) =>
    until(
      async () => ({ removed: await domain.store.isRemoved(id), listed: await domain.store.tenants() }),
      ({ removed, listed }) => removed && !listed.includes(id),
    );
  /** What the log has of a topic, with what a consumer that may read personal data gets to see. */
  async function revealed(topic: string, enough: (events: readonly LoggedEvent[]) => boolean) {
    const collected = await collectEvents(domain.eventLog, topic);
    const events = await collected.until(enough);
    await collected.close();
    return Promise.all(events.map((event) => personalData.reveal(event)));
  }
  const invitationOf = async (tenantId: string) => {
    const events = await revealed('user.invited', (all) => all.some(({ header }) => header.tenant_id === tenantId));
    return events.find(({ header }) => header.tenant_id === tenantId)!.payload;
  };

  test('is suspended first; then its keys, its store and its users are gone, and another tenant keeps everything', async () => {
    const [admin, other] = [await founded('first'), await founded('other')];
    const { tenantId } = admin;
    expect(await invitationOf(tenantId)).toMatchObject({ name: 'first Ben', email: 'first-ben@example.com' });

    expect(await remove(tenantId)).toMatchObject({ __typename: 'Conflict', code: 'TENANT_ACTIVE' });
    expect(await progress(tenantId)).toBeNull();
    expect(await invitationOf(tenantId)).toMatchObject({ name: 'first Ben' });

    await suspend(tenantId);
    const answer = await remove(tenantId.toUpperCase());
    expect(answer).toMatchObject({ __typename: 'TenantDeletion', tenantId, slug: 'first' });
    expect(answer.domains).toMatchObject([{ domain: 'tenant' }]);

    // What was published stays, and nobody can read its personal part.
    expect(await invitationOf(tenantId)).toMatchObject({
      name: '***',
      email: '***',
      tenant_id: tenantId,
      role: 'member',
    });
    expect(await invitationOf(other.tenantId)).toMatchObject({ name: 'other Ben', email: 'other-ben@example.com' });

    const { domains } = await until(
      () => progress(tenantId),
      (one) => one.domains[0].removedAt !== null,
    );
    expect(domains).toEqual([{ domain: 'tenant', removedAt: expect.any(String) }]);
    await gone(tenantId);
    const { errors } = await domain.query('{ me { id } }', {}, admin);
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['TENANT_NOT_PROVISIONED']);
    expect((await domain.query('{ users { totalCount } }', {}, other)).data).toEqual({ users: { totalCount: 2 } });
  });

  test('does not come back: neither its id nor its slug, neither by resuming nor by a repeated creation', async () => {
    const { tenantId, userId } = await deleted('never-again');
    const input = { name: 'Again', admin: { id: userId, name: 'Ada', email: 'ada@example.com' } };
    const create = (how: object) => domain.mutate('createTenant', { input: { ...input, ...how } }, operator);
    const refused = { __typename: 'Conflict', code: 'TENANT_DELETED' };
    expect(await create({ id: tenantId, slug: 'never-again' })).toMatchObject(refused);
    expect(await create({ id: tenantId, slug: 'another-name' })).toMatchObject(refused);
    expect(await create({ slug: 'never-again' })).toMatchObject({ __typename: 'Conflict', code: 'SLUG_TAKEN' });
    expect(await domain.mutate('resumeTenant', { tenantId }, operator)).toMatchObject({ __typename: 'NotFound' });
    expect(await suspend(tenantId)).toMatchObject({ __typename: 'NotFound' });
    await expect(keys.present(tenantId)).rejects.toMatchObject({ code: 'TENANT_SHREDDED' });
  });

  test('is deleted once: repeated and at the same time, it is told of and audited once', async () => {
    const admin = await founded('once');
    await suspend(admin.tenantId);
    const answers = await Promise.all([1, 2, 3].map(() => remove(admin.tenantId)));
    const again = await remove(admin.tenantId);
    expect(new Set([...answers, again].map(({ deletedAt }) => deletedAt)).size).toBe(1);
    await gone(admin.tenantId);
    const told = await revealed('tenant.deleted', (all) => all.some(of(admin.tenantId)));
    expect(told.filter(of(admin.tenantId)).map(({ header, payload }) => [header.tenant_id, payload])).toEqual([
      [
        platformTenant.id,
        {
          tenant_id: platformTenant.id,
          deleted_tenant_id: admin.tenantId,
          deleted_by: operator.userId,
          deleted_at: again.deletedAt,
        },
      ],
    ]);
    const entries = await domain.store.read(platformTenant.id, (session) =>
      session.query<{ actor_id: string }>(
        "SELECT actor_id FROM audit_entries WHERE action = 'tenant.delete' AND subject_id = $1",
        [admin.tenantId],
      ),
    );
    expect(entries).toEqual([{ actor_id: operator.userId }]);
  });

  test('stays whole while the keys cannot be destroyed, cannot be resumed, and is deleted by repeating', async () => {
    const admin = await founded('keys-away');
    await suspend(admin.tenantId);
    keysAway = true;
    await expect(remove(admin.tenantId)).rejects.toThrow('INTERNAL_ERROR');
    expect(await progress(admin.tenantId)).toBeNull();
    expect(await domain.mutate('resumeTenant', { tenantId: admin.tenantId }, operator)).toMatchObject({
      __typename: 'NotFound',
    });
    expect((await domain.query('{ tenant { status } }', {}, admin)).data).toEqual({ tenant: { status: 'DELETED' } });
    keysAway = false;
    expect(await remove(admin.tenantId)).toMatchObject({ __typename: 'TenantDeletion', slug: 'keys-away' });
    await gone(admin.tenantId);
  });

  test('is told of again, for routers that start when the first event is gone; that removes nothing twice', async () => {
    const { tenantId } = await deleted('told-again');
    await gone(tenantId);
    const removals = (await revealed('tenant.removed', (all) => all.some(of(tenantId)))).filter(of(tenantId));
    await tellAll(domain.store);
    const told = await revealed('tenant.deleted', (all) => all.filter(of(tenantId)).length === 2);
    expect(told.filter(of(tenantId)).map(({ payload }) => payload)).toEqual(
      Array(2).fill(expect.objectContaining({ deleted_by: operator.userId })),
    );
    const next = await deleted('behind-it');
    await gone(next.tenantId);
    const all = await revealed('tenant.removed', (events) => events.some(of(next.tenantId)));
    expect(all.filter(of(tenantId))).toHaveLength(removals.length);
  });

  test('is a tenant that is there, and not the platform', async () => {
    for (const id of [uuidv7(), 'nonsense', platformTenant.id]) {
      expect(await remove(id)).toMatchObject({ __typename: 'NotFound', id });
      expect(await progress(id)).toBeNull();
    }
  });

  test('is deleted by operators only', async () => {
    const admin = await founded('not-mine');
    await suspend(admin.tenantId);
    await expect(remove(admin.tenantId, admin)).rejects.toThrow('FORBIDDEN');
    expect((await domain.query('{ tenant { status } }', {}, admin)).data).toEqual({ tenant: { status: 'SUSPENDED' } });
  });
});

const of =
  (tenantId: string) =>
  ({ payload }: LoggedEvent): boolean =>
    payload.deleted_tenant_id === tenantId;
