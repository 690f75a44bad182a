/** Roles of a tenant's users. */
export type Role = 'ADMIN' | 'MANAGER' | 'MEMBER' | 'VIEWER';

/** The role as tokens and events name it, e.g. `admin`. */
export function roleName(role: Role): string {
  return role.toLowerCase();
}

/** Life of a user: invited, active from the first acceptance, deactivated for good. */
export type UserStatus = 'INVITED' | 'ACTIVE' | 'DEACTIVATED';

/** What the rules need to know of a user. */
export interface Member {
  readonly id: string;
  readonly roles: readonly Role[];
  readonly status: UserStatus;
}

/** Why a change of a user is refused. */
export interface RefusedUserChange {
  readonly code: 'LAST_ADMIN' | 'USER_DEACTIVATED' | 'INVITATION_ALREADY_ACCEPTED';
  readonly message: string;
}

const lastAdmin: RefusedUserChange = {
  code: 'LAST_ADMIN',
  message: 'A tenant keeps at least one active admin. Make somebody else admin first.',
};
const deactivated: RefusedUserChange = { code: 'USER_DEACTIVATED', message: 'The user is deactivated.' };

/**
 * Says why a user cannot get these roles; undefined where it can.
 *
 * @param otherAdmins how many other active admins the tenant has
 */
export function refuseRoles(user: Member, roles: readonly Role[], otherAdmins: number): RefusedUserChange | undefined {
  if (user.status === 'DEACTIVATED') return deactivated;
  const losesAdmin = user.roles.includes('ADMIN') && !roles.includes('ADMIN');
  return losesAdmin && otherAdmins === 0 ? lastAdmin : undefined;
}

/** Says why a user cannot be deactivated; undefined where it can. */
export function refuseDeactivation(user: Member, otherAdmins: number): RefusedUserChange | undefined {
  if (user.status === 'DEACTIVATED') return deactivated;
  return user.roles.includes('ADMIN') && otherAdmins === 0 ? lastAdmin : undefined;
}

/** Says why an invitation cannot be accepted; undefined where it can. */
export function refuseAcceptance(user: Member): RefusedUserChange | undefined {
  if (user.status === 'DEACTIVATED') return deactivated;
  if (user.status === 'ACTIVE') {
    return { code: 'INVITATION_ALREADY_ACCEPTED', message: 'The invitation is accepted already.' };
  }
  return undefined;
}
