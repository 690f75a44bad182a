import { selectList } from '#kit/tables/selectList.ts';
import type { TenantTransaction } from '#kit/tenancy/tenantSession.ts';
import { isUuid } from '#kit/validation/isUuid.ts';
import { type UserRow, users } from '../infrastructure/users.ts';

/** A user whose rights change, and how many other active admins the tenant has meanwhile. */
export interface UserAmongAdmins {
  readonly user: UserRow;
  readonly otherAdmins: number;
}

/**
 * Locks a user together with the active admins of the tenant, always in the same order: two admins who end each other's
 * rights at once follow one another, and one of them stays. Undefined where the tenant has no such user.
 */
export async function lockUserAmongAdmins(
  transaction: TenantTransaction,
  userId: string,
): Promise<UserAmongAdmins | undefined> {
  if (!isUuid(userId)) return undefined;
  const locked = await transaction.query<UserRow>(
    `SELECT ${selectList(users)} FROM users
     WHERE id = $1 OR (roles @> ARRAY['ADMIN'] AND status = 'ACTIVE') ORDER BY id FOR UPDATE`,
    [userId],
  );
  const user = locked.find(({ id }) => id === userId.toLowerCase());
  return user && { user, otherAdmins: locked.filter((row) => row !== user && row.status === 'ACTIVE').length };
}
