import { defineTable } from '#kit/tenancy/defineTable.ts';
import type { ModelProblem } from '../domain/modelProblem.ts';

/** One version of a model as it is stored. */
export interface DefinitionRow {
  id: string;
  key: string;
  name: string;
  version: number;
  executable: boolean;
  reasons: readonly ModelProblem[];
  warnings: readonly ModelProblem[];
  processId: string;
  executableProcessIds: string[];
  hasDiagram: boolean;
  exporter: string | null;
  trigger: string | null;
  deployedById: string | null;
  deployedAt: string;
}

export const definitions = defineTable<DefinitionRow>('definitions', {
  id: 'uuid',
  key: 'text',
  name: 'text',
  version: 'integer',
  executable: 'boolean',
  reasons: 'jsonb',
  warnings: 'jsonb',
  processId: 'text',
  executableProcessIds: 'text[]',
  hasDiagram: 'boolean',
  exporter: 'text?',
  trigger: 'text?',
  deployedById: 'uuid?',
  deployedAt: 'timestamptz',
});
