import type { QueryAuditTrailArgs } from '#generated/subgraphs/tenant.ts';
import { hasId } from '#kit/paging/conditions.ts';
import { type Connection, connection } from '#kit/paging/connection.ts';
import type { TenantSession } from '#kit/tenancy/tenantSession.ts';
import { type AuditEntryRow, auditEntries } from '../infrastructure/auditEntries.ts';

/** A page of the tenant's audit trail, newest first. */
export function listAuditTrail(
  session: TenantSession,
  { first, after, filter }: QueryAuditTrailArgs,
): Promise<Connection<AuditEntryRow>> {
  return connection(session, {
    table: auditEntries,
    where: [hasId('actor_id', filter?.actorId), hasId('subject_id', filter?.subjectId)],
    orderBy: { column: 'occurredAt', direction: 'DESC' },
    first,
    after,
  });
}
