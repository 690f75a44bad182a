import { defineTable } from '#kit/tenancy/defineTable.ts';

/** An activity as it is stored. */
export interface ActivityRow {
  id: string;
  kind: 'CALL' | 'EMAIL' | 'MEETING' | 'NOTE';
  subject: string;
  body: string | null;
  customerId: string | null;
  dealId: string | null;
  authorId: string;
  occurredAt: string;
}

export const activities = defineTable<ActivityRow>('activities', {
  id: 'uuid',
  kind: 'text',
  subject: 'text',
  body: 'text?',
  customerId: 'uuid?',
  dealId: 'uuid?',
  authorId: 'uuid',
  occurredAt: 'timestamptz',
});
