import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { nextEvent } from '#kit/testkit/nextEvent.ts';
import { startTestDomain, type TestDomain } from '#kit/testkit/startTestDomain.ts';
import { tenantA } from '#kit/testkit/startTestStore.ts';
import { testPrincipal } from '#kit/testkit/testPrincipal.ts';
import { uuidv7 } from '#platform/ids/uuidv7.ts';
import { tenant } from '../index.ts';
import { foundTestTenant } from '../testkit/foundTestTenant.ts';

const ada = testPrincipal();

describe('users', () => {
  let domain: TestDomain;
  let invited = 0;
  beforeAll(async () => {
    domain = await startTestDomain(tenant);
    await foundTestTenant(domain);
  });
  afterAll(() => domain.close());

  const invite = (input: object = {}) => {
    invited += 1;
    return domain.mutate('inviteUser', { input: { name: 'Ben', email: `ben${invited}@example.com`, ...input } });
  };
  const accept = (userId: string) =>
    domain.mutate('acceptInvitation', {}, testPrincipal({ userId, roles: ['member'] }));
  const roles = (userId: string, given: string[]) => domain.mutate('changeUserRoles', { userId, roles: given });
  const deactivate = (userId: string, by = ada) => domain.mutate('deactivateUser', { userId }, by);
  const trailOf = async (subjectId: string) => {
    const document = `query ($id: ID) { auditTrail(filter: { subjectId: $id }) { edges { node { action actor { id } } } } }`;
    const { data } = await domain.query(document, { id: subjectId });
    return data?.auditTrail.edges.map(({ node }: { node: object }) => node);
  };

  test('a user is invited, accepts, changes and leaves: each is told of and audited', async () => {
    const id = uuidv7();
    const user = await invite({ id: id.toUpperCase(), role: 'MANAGER' });
    expect(user).toMatchObject({
      id,
      name: 'Ben',
      roles: ['MANAGER'],
      status: 'INVITED',
      invitedBy: { id: ada.userId },
    });
    const { payload } = await nextEvent(domain.eventLog, 'user.invited', (event) => event.payload.user_id === id);
    expect(payload).toEqual({
      user_id: id,
      tenant_id: tenantA,
      email: user.email,
      name: 'Ben',
      role: 'manager',
      invited_by: ada.userId,
      invited_at: user.createdAt,
    });
    expect(await accept(id)).toMatchObject({ id, status: 'ACTIVE' });
    expect(await accept(id)).toMatchObject({ code: 'INVITATION_ALREADY_ACCEPTED' });
    expect(await roles(id, ['VIEWER', 'MEMBER', 'VIEWER'])).toMatchObject({ roles: ['VIEWER', 'MEMBER'] });
    const changed = await nextEvent(domain.eventLog, 'role.changed', (event) => event.payload.user_id === id);
    expect(changed.payload).toEqual({
      user_id: id,
      tenant_id: tenantA,
      roles: ['viewer', 'member'],
      changed_by: ada.userId,
      changed_at: expect.stringMatching(/\.\d{3}Z$/),
    });
    expect(await deactivate(id)).toMatchObject({ status: 'DEACTIVATED' });
    const ended = await nextEvent(
      domain.eventLog,
      'role.changed',
      ({ payload }) => payload.user_id === id && payload.roles.length === 0,
    );
    expect(ended.payload.changed_by).toBe(ada.userId);
    for (const answer of [await deactivate(id), await roles(id, ['ADMIN']), await accept(id)]) {
      expect(answer).toMatchObject({ __typename: 'Conflict', code: 'USER_DEACTIVATED' });
    }
    expect(await trailOf(id)).toEqual([
      { action: 'user.deactivate', actor: { id: ada.userId } },
      { action: 'user.change-roles', actor: { id: ada.userId } },
      { action: 'invitation.accept', actor: { id } },
      { action: 'user.invite', actor: { id: ada.userId } },
    ]);
  });

  test('an email address and an id belong to one user, also of two invited at once', async () => {
    const answers = await Promise.all([invite({ email: 'once@example.com' }), invite({ email: 'ONCE@example.com' })]);
    expect(answers.map(({ code, __typename }) => code ?? __typename).sort()).toEqual(['EMAIL_TAKEN', 'User']);
    expect(await invite({ id: ada.userId })).toMatchObject({ __typename: 'Conflict', code: 'USER_EXISTS' });
  });

  test('the last active admin stays, also when two end each other at once', async () => {
    expect(await deactivate(ada.userId)).toMatchObject({ code: 'LAST_ADMIN' });
    expect(await roles(ada.userId, ['MEMBER'])).toMatchObject({ code: 'LAST_ADMIN' });
    const ben = testPrincipal({ userId: (await invite({ role: 'ADMIN' })).id });
    expect(await deactivate(ada.userId)).toMatchObject({ code: 'LAST_ADMIN' });
    await accept(ben.userId);
    for (let round = 0; round < 5; round += 1) {
      const answers = await Promise.all([
        domain.mutate('changeUserRoles', { userId: ada.userId, roles: ['MEMBER'] }, ben),
        domain.mutate('changeUserRoles', { userId: ben.userId, roles: ['MEMBER'] }, ada),
      ]);
      expect(answers.map(({ code, __typename }) => code ?? __typename).sort()).toEqual(['LAST_ADMIN', 'User']);
      for (const { userId } of [ada, ben]) await roles(userId, ['ADMIN']);
    }
  });

  test('a user says about itself what it likes; null clears, what is left out stays', async () => {
    const { id } = await invite();
    const self = testPrincipal({ userId: id, roles: ['viewer'] });
    const update = (input: object) => domain.mutate('updateProfile', { input }, self);
    const said = await update({ name: ' Benjamin ', department: 'Sales', costCentre: '7' });
    expect(said).toMatchObject({
      name: 'Benjamin',
      attributes: { department: 'Sales', costCentre: '7', region: null },
    });
    expect(await update({ costCentre: null, region: 'north' })).toMatchObject({
      name: 'Benjamin',
      attributes: { department: 'Sales', costCentre: null, region: 'north' },
    });
    expect(await trailOf(id)).toMatchObject([
      { action: 'user.update-profile', actor: { id } },
      { action: 'user.update-profile' },
      { action: 'user.invite' },
    ]);
  });

  test('a failure changes nothing, and is not audited', async () => {
    const rows = await domain.tables();
    for (const [answer, field] of [
      [await invite({ id: 'x' }), 'input.id'],
      [await invite({ name: '' }), 'input.name'],
      [await invite({ email: 'ben@' }), 'input.email'],
      [await roles(ada.userId, []), 'roles'],
      [await domain.mutate('updateProfile', { input: { department: 'x'.repeat(101) } }), 'input.department'],
    ] as const) {
      expect(answer).toMatchObject({ __typename: 'InvalidInput', field });
    }
    const nobody = uuidv7();
    for (const id of [nobody, 'x']) {
      for (const answer of [await deactivate(id), await roles(id, ['ADMIN'])]) {
        expect(answer).toMatchObject({ __typename: 'NotFound', id });
      }
    }
    const stranger = testPrincipal({ userId: nobody });
    expect(await accept(nobody)).toMatchObject({ __typename: 'NotFound', id: nobody });
    expect(await domain.mutate('updateProfile', { input: { name: 'X' } }, stranger)).toMatchObject({ id: nobody });
    expect(await domain.tables()).toEqual(rows);
  });

  test('what was audited stays', async () => {
    for (const sql of ['UPDATE audit_entries SET action = action', 'DELETE FROM audit_entries']) {
      const tampered = domain.store.transact(tenantA, (transaction) => transaction.query(sql));
      await expect(tampered).rejects.toThrow(/permission denied/);
    }
  });
});
