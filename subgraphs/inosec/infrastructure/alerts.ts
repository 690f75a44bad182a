import { defineTable } from '#kit/tenancy/defineTable.ts';
import type { AlertStatus } from '../domain/alert.ts';
import type { Severity } from '../domain/severity.ts';

/** An alert as it is stored. */
export interface AlertRow {
  id: string;
  threatId: string;
  severity: Severity;
  sourceSystem: string;
  description: string;
  status: AlertStatus;
  acknowledgedById: string | null;
  acknowledgedAt: string | null;
  resolvedAt: string | null;
  note: string | null;
  detectedAt: string;
}

export const alerts = defineTable<AlertRow>('alerts', {
  id: 'uuid',
  threatId: 'uuid',
  severity: 'text',
  sourceSystem: 'text',
  description: 'text',
  status: 'text',
  acknowledgedById: 'uuid?',
  acknowledgedAt: 'timestamptz?',
  resolvedAt: 'timestamptz?',
  note: 'text?',
  detectedAt: 'timestamptz',
});
