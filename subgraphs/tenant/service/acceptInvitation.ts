import { conflict } from '#kit/failures/conflict.ts';
import type { ConflictFailure, NotFoundFailure } from '#kit/failures/failure.ts';
import { notFound } from '#kit/failures/notFound.ts';
import { lockRow } from '#kit/tables/lockRow.ts';
import type { TenantTransaction } from '#kit/tenancy/tenantSession.ts';
import { refuseAcceptance } from '../domain/role.ts';
import { type UserRow, users } from '../infrastructure/users.ts';
import { audit } from './audit.ts';

/** Makes an invited user active, by that user's own request. */
export async function acceptInvitation(
  transaction: TenantTransaction,
  userId: string,
): Promise<UserRow | NotFoundFailure | ConflictFailure> {
  const user = await lockRow(transaction, users, userId);
  if (!user) return notFound(userId, 'invitation');
  const refused = refuseAcceptance(user);
  if (refused) return conflict(refused.code, refused.message);
  await transaction.manager.update(users, { id: user.id }, { status: 'ACTIVE' });
  await audit(transaction, { action: 'invitation.accept', subjectType: 'User', subjectId: user.id });
  return { ...user, status: 'ACTIVE' };
}
