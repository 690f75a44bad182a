import { defineTable } from '#kit/tenancy/defineTable.ts';
import type { Stage } from '../domain/stage.ts';

/** A pipeline as it is stored, with its stages. */
export interface PipelineRow {
  id: string;
  name: string;
  stages: Stage[];
  createdAt: string;
}

export const pipelines = defineTable<PipelineRow>('pipelines', {
  id: 'uuid',
  name: 'text',
  stages: 'jsonb',
  createdAt: 'timestamptz',
});
