import { defineTable } from '#kit/tenancy/defineTable.ts';
import type { Severity } from '../domain/severity.ts';

/** A detection rule as it is stored. */
export interface DetectionRuleRow {
  id: string;
  name: string;
  topic: string;
  threshold: number;
  windowSeconds: number;
  severity: Severity;
  active: boolean;
  createdAt: string;
}

export const detectionRules = defineTable<DetectionRuleRow>('detection_rules', {
  id: 'uuid',
  name: 'text',
  topic: 'text',
  threshold: 'integer',
  windowSeconds: 'integer',
  severity: 'text',
  active: 'boolean',
  createdAt: 'timestamptz',
});
