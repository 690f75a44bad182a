import type { QueryLeadsArgs } from '#generated/subgraphs/crm.ts';
import { equals, hasId } from '#kit/paging/conditions.ts';
import { type Connection, connection } from '#kit/paging/connection.ts';
import type { TenantSession } from '#kit/tenancy/tenantSession.ts';
import { type LeadRow, leads } from '../infrastructure/leads.ts';

const columns = { CREATED_AT: 'createdAt', NAME: 'name' } as const;

/** A page of the tenant's leads. */
export function listLeads(
  session: TenantSession,
  { first, after, filter, sort }: QueryLeadsArgs,
): Promise<Connection<LeadRow>> {
  return connection(session, {
    table: leads,
    where: [
      equals('status', filter?.status),
      equals('source', filter?.source),
      hasId('assigned_to_id', filter?.assignedTo),
    ],
    orderBy: { column: columns[sort?.field ?? 'CREATED_AT'], direction: sort?.direction ?? 'DESC' },
    first,
    after,
  });
}
