import { describe, expect, test } from '@jest/globals';
import { type Member, refuseAcceptance, refuseDeactivation, refuseRoles } from './role.ts';

const admin: Member = { id: 'a', roles: ['ADMIN'], status: 'ACTIVE' };
const member: Member = { id: 'm', roles: ['MEMBER'], status: 'INVITED' };
const gone: Member = { id: 'g', roles: ['MEMBER'], status: 'DEACTIVATED' };

describe('refuseRoles', () => {
  test('the last admin stays admin', () => {
    expect(refuseRoles(admin, ['MANAGER'], 0)?.code).toBe('LAST_ADMIN');
    expect(refuseRoles(admin, ['ADMIN', 'MANAGER'], 0)).toBeUndefined();
  });

  test('one of two admins may step down', () => {
    expect(refuseRoles(admin, ['MANAGER'], 1)).toBeUndefined();
  });

  test('a deactivated user gets no roles', () => {
    expect(refuseRoles(gone, ['ADMIN'], 1)?.code).toBe('USER_DEACTIVATED');
  });
});

describe('refuseDeactivation', () => {
  test('the last admin stays', () => {
    expect(refuseDeactivation(admin, 0)?.code).toBe('LAST_ADMIN');
    expect(refuseDeactivation(admin, 1)).toBeUndefined();
  });

  test('a user is deactivated once', () => {
    expect(refuseDeactivation(member, 0)).toBeUndefined();
    expect(refuseDeactivation(gone, 1)?.code).toBe('USER_DEACTIVATED');
  });
});

describe('refuseAcceptance', () => {
  test('an invitation is accepted once, and not by a deactivated user', () => {
    expect(refuseAcceptance(member)).toBeUndefined();
    expect(refuseAcceptance(admin)?.code).toBe('INVITATION_ALREADY_ACCEPTED');
    expect(refuseAcceptance(gone)?.code).toBe('USER_DEACTIVATED');
  });
});
