import { defineTable } from '#kit/tenancy/defineTable.ts';

/** A deal as it is stored; `stage` is the key of a stage of its pipeline. */
export interface DealRow {
  id: string;
  title: string;
  customerId: string;
  pipelineId: string;
  stage: string;
  amount: string;
  currency: string;
  ownerId: string | null;
  createdAt: string;
  closedAt: string | null;
}

export const deals = defineTable<DealRow>('deals', {
  id: 'uuid',
  title: 'text',
  customerId: 'uuid',
  pipelineId: 'uuid',
  stage: 'text',
  amount: 'numeric',
  currency: 'char(3)',
  ownerId: 'uuid?',
  createdAt: 'timestamptz',
  closedAt: 'timestamptz?',
});
