import { defineTable } from '#kit/tenancy/defineTable.ts';
import type { InvoiceStatus } from '../domain/payInvoice.ts';

/** An invoice as it is stored. */
export interface InvoiceRow {
  id: string;
  number: string;
  orderId: string;
  customerId: string;
  amount: string;
  currency: string;
  status: InvoiceStatus;
  issuedById: string;
  issuedAt: string;
}

export const invoices = defineTable<InvoiceRow>('invoices', {
  id: 'uuid',
  number: 'text',
  orderId: 'uuid',
  customerId: 'uuid',
  amount: 'numeric',
  currency: 'char(3)',
  status: 'text',
  issuedById: 'uuid',
  issuedAt: 'timestamptz',
});
