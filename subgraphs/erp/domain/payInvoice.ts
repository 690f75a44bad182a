import { equals, type Money } from './money.ts';

/** Life of an invoice: open, then paid or void; both are final. */
export type InvoiceStatus = 'OPEN' | 'PAID' | 'VOID';

/** Why an invoice cannot be paid so. */
export interface RefusedPayment {
  readonly code: 'INVOICE_ALREADY_PAID' | 'INVOICE_VOID' | 'AMOUNT_DIFFERS';
  readonly message: string;
}

/**
 * Says why this payment cannot settle the invoice; undefined where it can. An invoice is settled by one payment of its
 * exact amount, at most once.
 */
export function refusePayment(
  invoice: { readonly status: InvoiceStatus; readonly amount: Money },
  payment: Money,
): RefusedPayment | undefined {
  if (invoice.status === 'PAID') {
    return { code: 'INVOICE_ALREADY_PAID', message: 'The invoice is paid already. An invoice is paid at most once.' };
  }
  if (invoice.status === 'VOID') {
    return { code: 'INVOICE_VOID', message: 'The invoice is void. Nothing can be paid for it.' };
  }
  if (!equals(invoice.amount, payment)) {
    const { amount, currency } = invoice.amount;
    return { code: 'AMOUNT_DIFFERS', message: `The invoice is settled by exactly ${amount} ${currency}.` };
  }
  return undefined;
}
