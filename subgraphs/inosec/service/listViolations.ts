import type { QueryViolationsArgs } from '#generated/subgraphs/inosec.ts';
import { hasId } from '#kit/paging/conditions.ts';
import { type Connection, connection } from '#kit/paging/connection.ts';
import type { TenantSession } from '#kit/tenancy/tenantSession.ts';
import { type ViolationRow, violations } from '../infrastructure/violations.ts';

/** A page of the violations of the tenant's policies, newest first. */
export function listViolations(
  session: TenantSession,
  { first, after, filter }: QueryViolationsArgs,
): Promise<Connection<ViolationRow>> {
  return connection(session, {
    table: violations,
    where: [hasId('policy_id', filter?.policyId)],
    orderBy: { column: 'occurredAt', direction: 'DESC' },
    first,
    after,
  });
}
