import { defineTable } from '#kit/tenancy/defineTable.ts';

/** Something that an instance waits for. */
export interface WaitRow {
  id: string;
  instanceId: string;
  executionId: string;
  kind: 'TASK' | 'TIMER' | 'MESSAGE' | 'SIGNAL';
  nodeId: string;
  messageName: string | null;
  dueAt: string | null;
  taskId: string | null;
}

export const waits = defineTable<WaitRow>('waits', {
  id: 'uuid',
  instanceId: 'uuid',
  executionId: 'text',
  kind: 'text',
  nodeId: 'text',
  messageName: 'text?',
  dueAt: 'timestamptz?',
  taskId: 'uuid?',
});
