import { conflict } from '#kit/failures/conflict.ts';
import type { Failure } from '#kit/failures/failure.ts';
import { invalidInput } from '#kit/failures/invalidInput.ts';
import { notFound } from '#kit/failures/notFound.ts';
import type { TenantTransaction } from '#kit/tenancy/tenantSession.ts';
import { type Role, refuseRoles, roleName } from '../domain/role.ts';
import { type UserRow, users } from '../infrastructure/users.ts';
import { audit } from './audit.ts';
import { lockUserAmongAdmins } from './lockUserAmongAdmins.ts';

/** Gives a user other roles and tells of it (`role.changed`). */
export async function changeUserRoles(
  transaction: TenantTransaction,
  changedBy: string,
  userId: string,
  given: readonly Role[],
): Promise<UserRow | Failure> {
  const roles = [...new Set(given)];
  if (roles.length === 0) return invalidInput('roles', 'A user has at least one role.');
  const locked = await lockUserAmongAdmins(transaction, userId);
  if (!locked) return notFound(userId, 'user');
  const { user, otherAdmins } = locked;
  const refused = refuseRoles(user, roles, otherAdmins);
  if (refused) return conflict(refused.code, refused.message);
  await transaction.manager.update(users, { id: user.id }, { roles });
  await audit(transaction, { action: 'user.change-roles', subjectType: 'User', subjectId: user.id });
  await transaction.publish('role.changed', {
    user_id: user.id,
    tenant_id: transaction.tenantId,
    roles: roles.map(roleName),
    changed_by: changedBy,
    changed_at: new Date().toISOString(),
  });
  return { ...user, roles };
}
