import type { PayInvoiceInput } from '#generated/subgraphs/erp.ts';
import { conflict } from '#kit/failures/conflict.ts';
import type { Failure } from '#kit/failures/failure.ts';
import { invalidInput } from '#kit/failures/invalidInput.ts';
import { notFound } from '#kit/failures/notFound.ts';
import type { TenantTransaction } from '#kit/tenancy/tenantSession.ts';
import { checkMoney } from '#kit/validation/checkMoney.ts';
import { firstInvalid } from '#kit/validation/firstInvalid.ts';
import { uuidv7 } from '#platform/ids/uuidv7.ts';
import { refusePayment } from '../domain/payInvoice.ts';
import { invoices } from '../infrastructure/invoices.ts';
import { orders } from '../infrastructure/orders.ts';
import { type PaymentRow, payments } from '../infrastructure/payments.ts';
import { lockInvoice } from './lockInvoice.ts';

/**
 * Settles an invoice by one payment and tells of it (`payment.processed`). The locked invoice and the unique payment per
 * invoice make sure that two payments at once settle it once.
 */
export async function payInvoice(
  transaction: TenantTransaction,
  userId: string,
  { invoiceId, amount, method }: PayInvoiceInput,
): Promise<PaymentRow | Failure> {
  const invalid = firstInvalid(checkMoney('input.amount', amount));
  if (invalid) return invalid;
  const invoice = await lockInvoice(transaction, invoiceId);
  if (!invoice) return notFound(invoiceId, 'invoice');
  const owed = { amount: invoice.amount, currency: invoice.currency };
  const refused = refusePayment({ status: invoice.status, amount: owed }, amount);
  if (refused?.code === 'AMOUNT_DIFFERS') return invalidInput('input.amount', refused.message);
  if (refused) return conflict(refused.code, refused.message);

  const payment: PaymentRow = {
    id: uuidv7(),
    invoiceId: invoice.id,
    ...owed,
    method,
    receivedById: userId,
    processedAt: new Date().toISOString(),
  };
  await transaction.manager.insert(payments, payment);
  await transaction.manager.update(invoices, { id: invoice.id }, { status: 'PAID' });
  await transaction.manager.update(orders, { id: invoice.orderId }, { status: 'PAID' });
  await transaction.publish('payment.processed', {
    payment_id: payment.id,
    tenant_id: transaction.tenantId,
    invoice_id: invoice.id,
    order_id: invoice.orderId,
    customer_id: invoice.customerId,
    ...owed,
    method,
    processed_at: payment.processedAt,
  });
  return payment;
}
