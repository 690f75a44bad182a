import { lockRow } from '#kit/tables/lockRow.ts';
import type { TenantTransaction } from '#kit/tenancy/tenantSession.ts';
import { isUuid } from '#kit/validation/isUuid.ts';
import { type InvoiceRow, invoices } from '../infrastructure/invoices.ts';

/**
 * Locks an invoice behind its order, undefined where there is none. Orders come first in every change: a payment and a
 * cancellation at the same time then wait for one another, and do not block each other for good.
 */
export async function lockInvoice(transaction: TenantTransaction, id: string): Promise<InvoiceRow | undefined> {
  if (!isUuid(id)) return undefined;
  await transaction.query('SELECT id FROM orders WHERE id = (SELECT order_id FROM invoices WHERE id = $1) FOR UPDATE', [
    id,
  ]);
  return lockRow(transaction, invoices, id);
}
