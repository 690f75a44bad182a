import type { TenantTransaction } from '#kit/tenancy/tenantSession.ts';

/** How many admins besides a user the tenant has that are not deactivated. Locks them, so that two cannot leave at once. */
export async function otherAdmins(transaction: TenantTransaction, userId: string): Promise<number> {
  const admins = await transaction.query(
    `SELECT id FROM users WHERE roles @> ARRAY['ADMIN'] AND status <> 'DEACTIVATED' AND id <> $1 ORDER BY id FOR UPDATE`,
    [userId],
  );
  return admins.length;
}
