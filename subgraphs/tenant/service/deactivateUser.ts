import { conflict } from '#kit/failures/conflict.ts';
import type { ConflictFailure, NotFoundFailure } from '#kit/failures/failure.ts';
import { notFound } from '#kit/failures/notFound.ts';
import type { TenantTransaction } from '#kit/tenancy/tenantSession.ts';
import { refuseDeactivation } from '../domain/role.ts';
import { type UserRow, users } from '../infrastructure/users.ts';
import { audit } from './audit.ts';
import { lockUserAmongAdmins } from './lockUserAmongAdmins.ts';

/** Ends a user's access; tells of it as of a change to no roles (`role.changed`). */
export async function deactivateUser(
  transaction: TenantTransaction,
  changedBy: string,
  userId: string,
): Promise<UserRow | NotFoundFailure | ConflictFailure> {
  const locked = await lockUserAmongAdmins(transaction, userId);
  if (!locked) return notFound(userId, 'user');
  const { user, otherAdmins } = locked;
  const refused = refuseDeactivation(user, otherAdmins);
  if (refused) return conflict(refused.code, refused.message);
  await transaction.manager.update(users, { id: user.id }, { status: 'DEACTIVATED' });
  await audit(transaction, { action: 'user.deactivate', subjectType: 'User', subjectId: user.id });
  await transaction.publish('role.changed', {
    user_id: user.id,
    tenant_id: transaction.tenantId,
    roles: [],
    changed_by: changedBy,
    changed_at: new Date().toISOString(),
  });
  return { ...user, status: 'DEACTIVATED' };
}
