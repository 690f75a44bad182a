import type { OrderLineResolvers, OrderResolvers } from '#generated/subgraphs/erp.ts';
import { invoicesOfOrder, linesOfOrder, orderById, productById } from '../infrastructure/loaders.ts';

export const order: OrderResolvers = {
  __resolveReference: ({ id }, context) => context.load(orderById, id),
  customer: ({ customerId }) => ({ id: customerId }),
  deal: ({ dealId }) => (dealId ? { id: dealId } : null),
  lines: async ({ id, currency }, _, context) => {
    const lines = await context.load(linesOfOrder, id);
    return lines.map((line) => ({ ...line, currency }));
  },
  total: ({ total, currency }) => ({ amount: total, currency }),
  invoices: ({ id }, _, context) => context.load(invoicesOfOrder, id),
  tenant: (_, _args, context) => ({ id: context.principal.tenantId }),
};

export const orderLine: OrderLineResolvers = {
  product: ({ productId }, _, context) => (productId ? context.load(productById, productId) : null),
  unitPrice: ({ unitPrice, currency }) => ({ amount: unitPrice, currency }),
  total: ({ total, currency }) => ({ amount: total, currency }),
};
