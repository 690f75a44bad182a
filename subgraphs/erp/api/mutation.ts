import type { MutationResolvers } from '#generated/subgraphs/erp.ts';
import { cancelOrder } from '../service/cancelOrder.ts';
import { createOrder } from '../service/createOrder.ts';
import { createProduct } from '../service/createProduct.ts';
import { issueInvoice } from '../service/issueInvoice.ts';
import { payInvoice } from '../service/payInvoice.ts';
import { setProductActive } from '../service/setProductActive.ts';

export const mutation: MutationResolvers = {
  createProduct: (_, { input }, context) => context.transact((transaction) => createProduct(transaction, input)),
  setProductActive: (_, { productId, active }, context) =>
    context.transact((transaction) => setProductActive(transaction, productId, active)),
  createOrder: (_, { input }, context) => context.transact((transaction) => createOrder(transaction, input)),
  cancelOrder: (_, { orderId }, context) => context.transact((transaction) => cancelOrder(transaction, orderId)),
  issueInvoice: (_, { orderId }, context) =>
    context.transact((transaction) => issueInvoice(transaction, context.principal.userId, orderId)),
  payInvoice: (_, { input }, context) =>
    context.transact((transaction) => payInvoice(transaction, context.principal.userId, input)),
};
