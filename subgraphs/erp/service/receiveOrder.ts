import type { TenantTransaction } from '#kit/tenancy/tenantSession.ts';
import { uuidv7 } from '#platform/ids/uuidv7.ts';
import { type Money, sum, times } from '../domain/money.ts';
import { nextNumber } from '../infrastructure/documentNumbers.ts';
import { orderLines } from '../infrastructure/orderLines.ts';
import { type OrderRow, orders } from '../infrastructure/orders.ts';

/** A line of an order to come. */
export interface NewLine {
  readonly productId: string | null;
  readonly description: string;
  readonly quantity: number;
  readonly unitPrice: Money;
}

/** What a new order is made of: at least one line, all in one currency. */
export interface NewOrder {
  readonly customerId: string;
  readonly dealId: string | null;
  readonly lines: readonly NewLine[];
}

/** What the lines cost together. Throws a RangeError where there are none, or currencies differ. */
export function totalOf(lines: readonly NewLine[]): Money {
  return sum(lines.map(({ unitPrice, quantity }) => times(unitPrice, quantity)));
}

/** Stores an order with its lines and tells of it (`order.received`), which starts the workflows that wait for orders. */
export async function receiveOrder(transaction: TenantTransaction, made: NewOrder): Promise<OrderRow> {
  const total = totalOf(made.lines);
  const order: OrderRow = {
    id: uuidv7(),
    number: await nextNumber(transaction, 'O'),
    customerId: made.customerId,
    dealId: made.dealId,
    total: total.amount,
    currency: total.currency,
    status: 'RECEIVED',
    receivedAt: new Date().toISOString(),
  };
  await transaction.manager.insert(orders, order);
  await transaction.manager.insert(
    orderLines,
    made.lines.map((line, index) => ({
      orderId: order.id,
      position: index + 1,
      productId: line.productId,
      description: line.description,
      quantity: line.quantity,
      unitPrice: line.unitPrice.amount,
      total: times(line.unitPrice, line.quantity).amount,
    })),
  );
  await transaction.publish('order.received', {
    order_id: order.id,
    tenant_id: transaction.tenantId,
    customer_id: order.customerId,
    deal_id: order.dealId,
    number: order.number,
    amount: order.total,
    currency: order.currency,
    received_at: order.receivedAt,
  });
  return order;
}
