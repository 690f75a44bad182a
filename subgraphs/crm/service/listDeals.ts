import type { QueryDealsArgs } from '#generated/subgraphs/crm.ts';
import { equals, hasId } from '#kit/paging/conditions.ts';
import { type Connection, connection } from '#kit/paging/connection.ts';
import type { TenantSession } from '#kit/tenancy/tenantSession.ts';
import { type DealRow, deals } from '../infrastructure/deals.ts';

const columns = { CREATED_AT: 'createdAt', VALUE: 'amount' } as const;

/** A page of the tenant's deals. */
export function listDeals(
  session: TenantSession,
  { first, after, filter, sort }: QueryDealsArgs,
): Promise<Connection<DealRow>> {
  return connection(session, {
    table: deals,
    where: [
      hasId('pipeline_id', filter?.pipelineId),
      equals('stage', filter?.stage),
      hasId('customer_id', filter?.customerId),
      hasId('owner_id', filter?.owner),
    ],
    orderBy: { column: columns[sort?.field ?? 'CREATED_AT'], direction: sort?.direction ?? 'DESC' },
    first,
    after,
  });
}
