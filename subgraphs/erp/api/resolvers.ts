import type { Resolvers } from '#generated/subgraphs/erp.ts';
import { customer, deal } from './customer.ts';
import { invoice, payment } from './invoice.ts';
import { mutation } from './mutation.ts';
import { order, orderLine } from './order.ts';
import { product } from './product.ts';
import { query } from './query.ts';

/** The resolvers of erp; fields without one are properties of their parents. */
export const resolvers: Resolvers = {
  Query: query,
  Mutation: mutation,
  Product: product,
  Order: order,
  OrderLine: orderLine,
  Invoice: invoice,
  Payment: payment,
  Customer: customer,
  Deal: deal,
};
