import { conflict } from '#kit/failures/conflict.ts';
import type { Failure } from '#kit/failures/failure.ts';
import { notFound } from '#kit/failures/notFound.ts';
import { lockRow } from '#kit/tables/lockRow.ts';
import type { TenantTransaction } from '#kit/tenancy/tenantSession.ts';
import { moveDeal as decideMove } from '../domain/moveDeal.ts';
import { type DealRow, deals } from '../infrastructure/deals.ts';
import { pipelineFor } from './pipelineFor.ts';

/** Moves a deal along its pipeline and tells of it (`deal.stage.changed`); a won deal becomes an order in erp. */
export async function moveDeal(
  transaction: TenantTransaction,
  userId: string,
  dealId: string,
  toStage: string,
): Promise<DealRow | Failure> {
  const deal = await lockRow(transaction, deals, dealId);
  if (!deal) return notFound(dealId, 'deal');
  const pipeline = await pipelineFor(transaction, deal.pipelineId);
  if (!pipeline) return notFound(deal.pipelineId, 'pipeline');
  const move = decideMove(pipeline.stages, deal.stage, toStage);
  if ('refused' in move) return conflict(move.refused.code, move.refused.message);

  const changedAt = new Date().toISOString();
  const change = { stage: move.to.key, closedAt: move.to.kind === 'OPEN' ? null : changedAt };
  await transaction.manager.update(deals, { id: deal.id }, change);
  await transaction.publish('deal.stage.changed', {
    deal_id: deal.id,
    tenant_id: transaction.tenantId,
    customer_id: deal.customerId,
    pipeline_id: deal.pipelineId,
    title: deal.title,
    from_stage: deal.stage,
    to_stage: move.to.key,
    won: move.to.kind === 'WON',
    lost: move.to.kind === 'LOST',
    amount: deal.amount,
    currency: deal.currency,
    owner_id: deal.ownerId,
    changed_by: userId,
    changed_at: changedAt,
  });
  return { ...deal, ...change };
}
