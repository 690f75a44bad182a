import { defineTable } from '#kit/tenancy/defineTable.ts';
import type { Severity } from '../domain/severity.ts';

/** A policy as it is stored. */
export interface PolicyRow {
  id: string;
  name: string;
  description: string;
  severity: Severity;
  createdById: string;
  createdAt: string;
}

export const policies = defineTable<PolicyRow>('policies', {
  id: 'uuid',
  name: 'text',
  description: 'text',
  severity: 'text',
  createdById: 'uuid',
  createdAt: 'timestamptz',
});
