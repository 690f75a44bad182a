import type { MoneyInput } from '#generated/subgraphs/crm.ts';
import type { TenantTransaction } from '#kit/tenancy/tenantSession.ts';
import { uuidv7 } from '#platform/ids/uuidv7.ts';
import { entryStage } from '../domain/stage.ts';
import { type DealRow, deals } from '../infrastructure/deals.ts';
import type { PipelineRow } from '../infrastructure/pipelines.ts';

/** What a new deal is made of. */
export interface NewDeal {
  readonly title: string;
  readonly customerId: string;
  readonly pipeline: PipelineRow;
  readonly value: MoneyInput;
  readonly ownerId: string | null;
}

/** Stores a new deal in the entry stage of its pipeline. */
export async function insertDeal(transaction: TenantTransaction, made: NewDeal): Promise<DealRow> {
  const deal: DealRow = {
    id: uuidv7(),
    title: made.title,
    customerId: made.customerId,
    pipelineId: made.pipeline.id,
    stage: entryStage(made.pipeline.stages).key,
    amount: made.value.amount,
    currency: made.value.currency,
    ownerId: made.ownerId,
    createdAt: new Date().toISOString(),
    closedAt: null,
  };
  await transaction.manager.insert(deals, deal);
  return deal;
}
