import { defineTable } from '#kit/tenancy/defineTable.ts';

/** One visit of an instance at a node. */
export interface StepRow {
  id: string;
  instanceId: string;
  executionId: string;
  nodeId: string;
  nodeName: string | null;
  nodeType: string;
  status: 'WAITING' | 'COMPLETED' | 'FAILED' | 'CANCELLED';
  detail: string | null;
  enteredAt: string;
  changedAt: string;
}

export const steps = defineTable<StepRow>('steps', {
  id: 'uuid',
  instanceId: 'uuid',
  executionId: 'text',
  nodeId: 'text',
  nodeName: 'text?',
  nodeType: 'text',
  status: 'text',
  detail: 'text?',
  enteredAt: 'timestamptz',
  changedAt: 'timestamptz',
});
