import type { InvoiceResolvers, PaymentResolvers } from '#generated/subgraphs/erp.ts';
import { present } from '#kit/references/present.ts';
import { invoiceById, orderById, paymentById, paymentsOfInvoice } from '../infrastructure/loaders.ts';

export const invoice: InvoiceResolvers = {
  __resolveReference: ({ id }, context) => context.load(invoiceById, id),
  order: async ({ orderId }, _, context) => present(await context.load(orderById, orderId)),
  customer: ({ customerId }) => ({ id: customerId }),
  amount: ({ amount, currency }) => ({ amount, currency }),
  issuedBy: ({ issuedById }) => ({ id: issuedById }),
  payments: ({ id }, _, context) => context.load(paymentsOfInvoice, id),
};

export const payment: PaymentResolvers = {
  __resolveReference: ({ id }, context) => context.load(paymentById, id),
  invoice: async ({ invoiceId }, _, context) => present(await context.load(invoiceById, invoiceId)),
  amount: ({ amount, currency }) => ({ amount, currency }),
  receivedBy: ({ receivedById }) => ({ id: receivedById }),
};
