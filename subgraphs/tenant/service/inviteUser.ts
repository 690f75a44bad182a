import type { InviteUserInput } from '#generated/subgraphs/tenant.ts';
import { conflict } from '#kit/failures/conflict.ts';
import type { ConflictFailure, InvalidInputFailure } from '#kit/failures/failure.ts';
import { canonicalId } from '#kit/references/canonicalId.ts';
import type { TenantTransaction } from '#kit/tenancy/tenantSession.ts';
import { checkEmail } from '#kit/validation/checkEmail.ts';
import { checkReference } from '#kit/validation/checkReference.ts';
import { checkText } from '#kit/validation/checkText.ts';
import { firstInvalid } from '#kit/validation/firstInvalid.ts';
import { uuidv7 } from '#platform/ids/uuidv7.ts';
import { roleName } from '../domain/role.ts';
import type { UserRow } from '../infrastructure/users.ts';
import { audit } from './audit.ts';

/** Invites a user into the tenant and tells of it (`user.invited`). */
export async function inviteUser(
  transaction: TenantTransaction,
  input: InviteUserInput,
): Promise<UserRow | InvalidInputFailure | ConflictFailure> {
  const invalid = firstInvalid({
    'input.id': checkReference(input.id),
    'input.name': checkText(input.name, { max: 200 }),
    'input.email': checkEmail(input.email),
  });
  if (invalid) return invalid;
  const user: UserRow = {
    id: canonicalId(input.id) ?? uuidv7(),
    name: input.name.trim(),
    email: input.email,
    roles: [input.role ?? 'MEMBER'],
    status: 'INVITED',
    department: null,
    costCentre: null,
    region: null,
    invitedById: transaction.actor,
    createdAt: new Date().toISOString(),
  };
  // The unique indexes decide between two at once; a failed statement would end the transaction.
  const stored = await transaction.query(
    `INSERT INTO users (id, name, email, roles, invited_by_id, created_at) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT DO NOTHING RETURNING id`,
    [user.id, user.name, user.email, user.roles, user.invitedById, user.createdAt],
  );
  if (stored.length === 0) {
    const known = await transaction.query('SELECT id FROM users WHERE id = $1', [user.id]);
    return conflict(known.length > 0 ? 'USER_EXISTS' : 'EMAIL_TAKEN');
  }
  await audit(transaction, { action: 'user.invite', subjectType: 'User', subjectId: user.id });
  await transaction.publish('user.invited', {
    user_id: user.id,
    tenant_id: transaction.tenantId,
    email: user.email,
    name: user.name,
    role: roleName(user.roles[0]!),
    invited_by: user.invitedById,
    invited_at: user.createdAt,
  });
  return user;
}
