import { defineTable } from '#kit/tenancy/defineTable.ts';
import type { Severity } from '../domain/severity.ts';

/** A violation of a policy as it is stored; it keeps the severity that the policy had then. */
export interface ViolationRow {
  id: string;
  policyId: string;
  severity: Severity;
  subject: string;
  description: string;
  occurredAt: string;
}

export const violations = defineTable<ViolationRow>('violations', {
  id: 'uuid',
  policyId: 'uuid',
  severity: 'text',
  subject: 'text',
  description: 'text',
  occurredAt: 'timestamptz',
});
