import type { ProductResolvers } from '#generated/subgraphs/erp.ts';
import { productById } from '../infrastructure/loaders.ts';

export const product: ProductResolvers = {
  __resolveReference: ({ id }, context) => context.load(productById, id),
  price: ({ price, currency }) => ({ amount: price, currency }),
};
