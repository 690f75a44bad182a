import type { QueryOrdersArgs } from '#generated/subgraphs/erp.ts';
import { equals, hasId } from '#kit/paging/conditions.ts';
import { type Connection, connection } from '#kit/paging/connection.ts';
import type { TenantSession } from '#kit/tenancy/tenantSession.ts';
import { type OrderRow, orders } from '../infrastructure/orders.ts';

const columns = { RECEIVED_AT: 'receivedAt', TOTAL: 'total' } as const;

/** A page of the tenant's orders. */
export function listOrders(
  session: TenantSession,
  { first, after, filter, sort }: QueryOrdersArgs,
): Promise<Connection<OrderRow>> {
  return connection(session, {
    table: orders,
    where: [
      equals('status', filter?.status),
      hasId('customer_id', filter?.customerId),
      equals('number', filter?.number),
    ],
    orderBy: { column: columns[sort?.field ?? 'RECEIVED_AT'], direction: sort?.direction ?? 'DESC' },
    first,
    after,
  });
}
