import type { QueryCustomersArgs } from '#generated/subgraphs/crm.ts';
import { equals, hasId, startsWith } from '#kit/paging/conditions.ts';
import { type Connection, connection } from '#kit/paging/connection.ts';
import type { TenantSession } from '#kit/tenancy/tenantSession.ts';
import { type CustomerRow, customers } from '../infrastructure/customers.ts';

const columns = { CREATED_AT: 'createdAt', NAME: 'name' } as const;

/** A page of the tenant's customers. */
export function listCustomers(
  session: TenantSession,
  { first, after, filter, sort }: QueryCustomersArgs,
): Promise<Connection<CustomerRow>> {
  return connection(session, {
    table: customers,
    where: [
      equals('status', filter?.status),
      hasId('owner_id', filter?.owner),
      startsWith('name', filter?.nameStartsWith),
    ],
    orderBy: { column: columns[sort?.field ?? 'CREATED_AT'], direction: sort?.direction ?? 'DESC' },
    first,
    after,
  });
}
