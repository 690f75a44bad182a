import { defineTable } from '#kit/tenancy/defineTable.ts';

/** A payment as it is stored. */
export interface PaymentRow {
  id: string;
  invoiceId: string;
  amount: string;
  currency: string;
  method: 'BANK_TRANSFER' | 'CARD' | 'DIRECT_DEBIT' | 'CASH';
  receivedById: string;
  processedAt: string;
}

export const payments = defineTable<PaymentRow>('payments', {
  id: 'uuid',
  invoiceId: 'uuid',
  amount: 'numeric',
  currency: 'char(3)',
  method: 'text',
  receivedById: 'uuid',
  processedAt: 'timestamptz',
});
