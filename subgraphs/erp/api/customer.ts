import type { CustomerResolvers, DealResolvers } from '#generated/subgraphs/erp.ts';
import { equals } from '#kit/paging/conditions.ts';
import { balanceOfCustomer, invoicesOfCustomer, orderByDeal, ordersOfCustomer } from '../infrastructure/loaders.ts';

/** What erp adds to the customers and deals of crm. Whether one exists is crm's knowledge. */
export const customer: CustomerResolvers = {
  __resolveReference: ({ id }) => ({ id }),
  orders: ({ id }, page, context) => context.load(ordersOfCustomer, { of: id, ...page }),
  invoices: ({ id }, { first, after, filter }, context) =>
    context.load(invoicesOfCustomer, {
      of: id,
      first,
      after,
      where: [equals('status', filter?.status)],
    }),
  balance: ({ id }, _, context) => context.load(balanceOfCustomer, id),
};

export const deal: DealResolvers = {
  __resolveReference: ({ id }) => ({ id }),
  order: ({ id }, _, context) => context.load(orderByDeal, id),
};
