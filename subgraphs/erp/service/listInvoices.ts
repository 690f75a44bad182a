import type { QueryInvoicesArgs } from '#generated/subgraphs/erp.ts';
import { equals, hasId } from '#kit/paging/conditions.ts';
import { type Connection, connection } from '#kit/paging/connection.ts';
import type { TenantSession } from '#kit/tenancy/tenantSession.ts';
import { type InvoiceRow, invoices } from '../infrastructure/invoices.ts';

const columns = { ISSUED_AT: 'issuedAt', AMOUNT: 'amount' } as const;

/** A page of the tenant's invoices. */
export function listInvoices(
  session: TenantSession,
  { first, after, filter, sort }: QueryInvoicesArgs,
): Promise<Connection<InvoiceRow>> {
  return connection(session, {
    table: invoices,
    where: [equals('status', filter?.status), hasId('customer_id', filter?.customerId)],
    orderBy: { column: columns[sort?.field ?? 'ISSUED_AT'], direction: sort?.direction ?? 'DESC' },
    first,
    after,
  });
}
