import type { TenantTransaction } from '#kit/tenancy/tenantSession.ts';

/**
 * Makes starts and messages of one subject follow one another until the transaction ends. Without it, a message could
 * miss an instance that starts at the same moment, and that instance the message.
 */
export async function lockSubject(transaction: TenantTransaction, subjectId: string): Promise<void> {
  await transaction.query(
    `INSERT INTO subjects (subject_id, touched_at) VALUES ($1, now())
       ON CONFLICT (subject_id) DO UPDATE SET touched_at = excluded.touched_at`,
    [subjectId],
  );
}
