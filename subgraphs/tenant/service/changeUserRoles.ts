import { conflict } from '#kit/failures/conflict.ts';
import type { Failure } from '#kit/failures/failure.ts';
import { invalidInput } from '#kit/failures/invalidInput.ts';
import { notFound } from '#kit/failures/notFound.ts';
import { lockRow } from '#kit/tables/lockRow.ts';
import type { TenantTransaction } from '#kit/tenancy/tenantSession.ts';
import { type Role, refuseRoles } from '../domain/role.ts';
import { type UserRow, users } from '../infrastructure/users.ts';
import { audit } from './audit.ts';
import { otherAdmins } from './otherAdmins.ts';

/** Gives a user other roles and tells of it (`role.changed`). */
export async function changeUserRoles(
  transaction: TenantTransaction,
  changedBy: string,
  userId: string,
  given: readonly Role[],
): Promise<UserRow | Failure> {
  const roles = [...new Set(given)];
  if (roles.length === 0) return invalidInput('roles', 'A user has at least one role.');
  const user = await lockRow(transaction, users, userId);
  if (!user) return notFound(userId, 'user');
  const refused = refuseRoles(user, roles, await otherAdmins(transaction, user.id));
  if (refused) return conflict(refused.code, refused.message);
  await transaction.manager.update(users, { id: user.id }, { roles });
  await audit(transaction, { action: 'user.change-roles', subjectType: 'User', subjectId: user.id });
  await transaction.publish('role.changed', {
    user_id: user.id,
    tenant_id: transaction.tenantId,
    roles: roles.map((role) => role.toLowerCase()),
    changed_by: changedBy,
    changed_at: new Date().toISOString(),
  });
  return { ...user, roles };
}
