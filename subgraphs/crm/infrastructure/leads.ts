import { defineTable } from '#kit/tenancy/defineTable.ts';
import type { LeadStatus } from '../domain/endLead.ts';

/** A lead as it is stored. */
export interface LeadRow {
  id: string;
  name: string;
  email: string;
  company: string | null;
  source: 'WEB' | 'REFERRAL' | 'CAMPAIGN' | 'PARTNER' | 'OTHER';
  status: LeadStatus;
  assignedToId: string | null;
  customerId: string | null;
  createdAt: string;
}

export const leads = defineTable<LeadRow>('leads', {
  id: 'uuid',
  name: 'text',
  email: 'text',
  company: 'text?',
  source: 'text',
  status: 'text',
  assignedToId: 'uuid?',
  customerId: 'uuid?',
  createdAt: 'timestamptz',
});
