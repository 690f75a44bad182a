import { defineSubgraph } from '#kit/defineSubgraph.ts';
import { defineConsumer } from '#kit/inbox/eventConsumer.ts';
import { migrationsIn } from '#kit/tenancy/migrationsIn.ts';
import { resolvers } from './api/resolvers.ts';
import { invoices } from './infrastructure/invoices.ts';
import { orderLines } from './infrastructure/orderLines.ts';
import { orders } from './infrastructure/orders.ts';
import { payments } from './infrastructure/payments.ts';
import { products } from './infrastructure/products.ts';
import { orderOfWonDeal } from './service/orderOfWonDeal.ts';

/** Products, orders, invoices, payments. */
export const erp = defineSubgraph({
  name: 'erp',
  entities: [products, orders, orderLines, invoices, payments],
  migrations: migrationsIn(import.meta.dirname),
  resolvers,
  consumers: [
    defineConsumer({
      name: 'orders-of-won-deals',
      topic: 'deal.stage.changed',
      handle: ({ payload }, transaction) => orderOfWonDeal(transaction, payload),
    }),
  ],
});
