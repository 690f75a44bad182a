import { conflict } from '#kit/failures/conflict.ts';
import type { ConflictFailure, NotFoundFailure } from '#kit/failures/failure.ts';
import { notFound } from '#kit/failures/notFound.ts';
import { lockRow } from '#kit/tables/lockRow.ts';
import type { TenantTransaction } from '#kit/tenancy/tenantSession.ts';
import { refuseCancellation } from '../domain/order.ts';
import { type OrderRow, orders } from '../infrastructure/orders.ts';

/** Cancels an order that nobody has paid for, and voids its open invoice. */
export async function cancelOrder(
  transaction: TenantTransaction,
  orderId: string,
): Promise<OrderRow | NotFoundFailure | ConflictFailure> {
  const order = await lockRow(transaction, orders, orderId);
  if (!order) return notFound(orderId, 'order');
  const refused = refuseCancellation(order.status);
  if (refused) return conflict(refused.code, refused.message);
  await transaction.query(`UPDATE invoices SET status = 'VOID' WHERE order_id = $1 AND status = 'OPEN'`, [order.id]);
  await transaction.manager.update(orders, { id: order.id }, { status: 'CANCELLED' });
  return { ...order, status: 'CANCELLED' };
}
