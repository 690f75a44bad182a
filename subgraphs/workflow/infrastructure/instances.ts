import { defineTable } from '#kit/tenancy/defineTable.ts';
import type { InstanceStatus } from '../domain/instance.ts';
import type { ModelProblem } from '../domain/modelProblem.ts';

/** A run of a process as it is stored, without its state. */
export interface InstanceRow {
  id: string;
  definitionId: string;
  definitionKey: string;
  status: InstanceStatus;
  trigger: string;
  subjectId: string | null;
  failure: ModelProblem | null;
  startedById: string | null;
  startedAt: string;
  endedAt: string | null;
}

export const instances = defineTable<InstanceRow>('instances', {
  id: 'uuid',
  definitionId: 'uuid',
  definitionKey: 'text',
  status: 'text',
  trigger: 'text',
  subjectId: 'text?',
  failure: 'jsonb?',
  startedById: 'uuid?',
  startedAt: 'timestamptz',
  endedAt: 'timestamptz?',
});
