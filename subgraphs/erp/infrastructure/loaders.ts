import { byId } from '#kit/loaders/byId.ts';
import { defineLoader } from '#kit/loaders/defineLoader.ts';
import { groupedBy } from '#kit/loaders/groupedBy.ts';
import { connectionOf } from '#kit/paging/connectionOf.ts';
import { selectList } from '#kit/tables/selectList.ts';
import { isUuid } from '#kit/validation/isUuid.ts';
import type { Money } from '../domain/money.ts';
import { invoices } from './invoices.ts';
import { type OrderLineRow, orderLines } from './orderLines.ts';
import { orders } from './orders.ts';
import { payments } from './payments.ts';
import { products } from './products.ts';

export const productById = byId(products);
export const orderById = byId(orders);
export const orderByDeal = byId(orders, 'dealId');
export const invoiceById = byId(invoices);
export const paymentById = byId(payments);

export const invoicesOfOrder = groupedBy(invoices, 'orderId', { orderBy: { column: 'issuedAt', direction: 'ASC' } });
export const paymentsOfInvoice = groupedBy(payments, 'invoiceId', {
  orderBy: { column: 'processedAt', direction: 'ASC' },
});
export const ordersOfCustomer = connectionOf(orders, 'customerId', { column: 'receivedAt', direction: 'DESC' });
export const invoicesOfCustomer = connectionOf(invoices, 'customerId', { column: 'issuedAt', direction: 'DESC' });

/** All lines of an order in their order; an order has at most 100. */
export const linesOfOrder = defineLoader<string, OrderLineRow[]>(async (keys, session) => {
  const rows = await session.query<OrderLineRow>(
    `SELECT ${selectList(orderLines)} FROM order_lines WHERE order_id = ANY($1::uuid[]) ORDER BY order_id, position`,
    [keys],
  );
  const byOrder = Map.groupBy(rows, ({ orderId }) => orderId);
  return keys.map((key) => byOrder.get(key) ?? []);
});

/** What a customer owes on open invoices, one amount a currency. */
export const balanceOfCustomer = defineLoader<string, Money[]>(async (keys, session) => {
  const rows = await session.query<Money & { customerId: string }>(
    `SELECT customer_id AS "customerId", sum(amount) AS amount, currency FROM invoices
     WHERE customer_id = ANY($1::uuid[]) AND status = 'OPEN' GROUP BY customer_id, currency ORDER BY currency`,
    [keys.filter(isUuid)],
  );
  const byCustomer = Map.groupBy(rows, ({ customerId }) => customerId);
  return keys.map((key) => byCustomer.get(key.toLowerCase()) ?? []);
});
