import { defineTable } from '#kit/tenancy/defineTable.ts';
import type { Severity } from '../domain/severity.ts';

/** A threat as it is stored. */
export interface ThreatRow {
  id: string;
  severity: Severity;
  sourceSystem: string;
  description: string;
  ruleId: string | null;
  detectedAt: string;
}

export const threats = defineTable<ThreatRow>('threats', {
  id: 'uuid',
  severity: 'text',
  sourceSystem: 'text',
  description: 'text',
  ruleId: 'uuid?',
  detectedAt: 'timestamptz',
});
