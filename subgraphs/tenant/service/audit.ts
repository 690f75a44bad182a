import type { TenantTransaction } from '#kit/tenancy/tenantSession.ts';
import { uuidv7 } from '#platform/ids/uuidv7.ts';
import { auditEntries } from '../infrastructure/auditEntries.ts';

/** What was done to which record. */
export interface AuditedAction {
  /** E.g. `user.invite`. */
  readonly action: string;
  /** Type of the record in the graph, e.g. `User`. */
  readonly subjectType: string;
  readonly subjectId: string;
}

/** Adds to the audit trail, in the transaction of the change: one is not without the other. */
export async function audit(transaction: TenantTransaction, done: AuditedAction): Promise<void> {
  await transaction.manager.insert(auditEntries, {
    id: uuidv7(),
    actorId: transaction.actor,
    ...done,
    occurredAt: new Date().toISOString(),
  });
}
