import type { QueryPoliciesArgs } from '#generated/subgraphs/inosec.ts';
import { equals } from '#kit/paging/conditions.ts';
import { type Connection, connection } from '#kit/paging/connection.ts';
import type { TenantSession } from '#kit/tenancy/tenantSession.ts';
import { type PolicyRow, policies } from '../infrastructure/policies.ts';

/** A page of the tenant's policies, newest first. */
export function listPolicies(
  session: TenantSession,
  { first, after, filter }: QueryPoliciesArgs,
): Promise<Connection<PolicyRow>> {
  return connection(session, {
    table: policies,
    where: [equals('severity', filter?.severity)],
    orderBy: { column: 'createdAt', direction: 'DESC' },
    first,
    after,
  });
}
