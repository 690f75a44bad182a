import { conflict } from '#kit/failures/conflict.ts';
import type { ConflictFailure, NotFoundFailure } from '#kit/failures/failure.ts';
import { notFound } from '#kit/failures/notFound.ts';
import { lockRow } from '#kit/tables/lockRow.ts';
import type { TenantTransaction } from '#kit/tenancy/tenantSession.ts';
import { uuidv7 } from '#platform/ids/uuidv7.ts';
import { refuseInvoice } from '../domain/order.ts';
import { nextNumber } from '../infrastructure/documentNumbers.ts';
import { type InvoiceRow, invoices } from '../infrastructure/invoices.ts';
import { orders } from '../infrastructure/orders.ts';

/** Issues the invoice of an order over its total, once, and tells of it (`invoice.generated`). */
export async function issueInvoice(
  transaction: TenantTransaction,
  userId: string,
  orderId: string,
): Promise<InvoiceRow | NotFoundFailure | ConflictFailure> {
  const order = await lockRow(transaction, orders, orderId);
  if (!order) return notFound(orderId, 'order');
  const refused = refuseInvoice(order.status);
  if (refused) return conflict(refused.code, refused.message);

  const invoice: InvoiceRow = {
    id: uuidv7(),
    number: await nextNumber(transaction, 'I'),
    orderId: order.id,
    customerId: order.customerId,
    amount: order.total,
    currency: order.currency,
    status: 'OPEN',
    issuedById: userId,
    issuedAt: new Date().toISOString(),
  };
  await transaction.manager.insert(invoices, invoice);
  await transaction.manager.update(orders, { id: order.id }, { status: 'INVOICED' });
  await transaction.publish('invoice.generated', {
    invoice_id: invoice.id,
    tenant_id: transaction.tenantId,
    order_id: order.id,
    customer_id: invoice.customerId,
    amount: invoice.amount,
    currency: invoice.currency,
    status: invoice.status,
    issued_by: userId,
    issued_at: invoice.issuedAt,
  });
  return invoice;
}
