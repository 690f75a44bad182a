import type { DealStageChanged } from '#generated/events.ts';
import type { TenantTransaction } from '#kit/tenancy/tenantSession.ts';
import { receiveOrder } from './receiveOrder.ts';

/**
 * Makes an order of a deal that was won, once: the inbox keeps a repeated event from a second effect, and a deal that
 * somehow is won by two events still has one order.
 */
export async function orderOfWonDeal(transaction: TenantTransaction, deal: DealStageChanged): Promise<void> {
  if (!deal.won) return;
  const [existing] = await transaction.query('SELECT id FROM orders WHERE deal_id = $1', [deal.deal_id]);
  if (existing) return;
  await receiveOrder(transaction, {
    customerId: deal.customer_id,
    dealId: deal.deal_id,
    lines: [
      {
        productId: null,
        description: deal.title,
        quantity: 1,
        unitPrice: { amount: deal.amount, currency: deal.currency },
      },
    ],
  });
}
