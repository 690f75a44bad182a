import type { QueryResolvers } from '#generated/subgraphs/erp.ts';
import { invoiceById, orderById, productById } from '../infrastructure/loaders.ts';
import { listInvoices } from '../service/listInvoices.ts';
import { listOrders } from '../service/listOrders.ts';
import { listProducts } from '../service/listProducts.ts';

export const query: QueryResolvers = {
  products: (_, args, context) => context.read((session) => listProducts(session, args)),
  product: (_, { id }, context) => context.load(productById, id),
  orders: (_, args, context) => context.read((session) => listOrders(session, args)),
  order: (_, { id }, context) => context.load(orderById, id),
  invoices: (_, args, context) => context.read((session) => listInvoices(session, args)),
  invoice: (_, { id }, context) => context.load(invoiceById, id),
};
