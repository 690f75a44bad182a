import { defineTable } from '#kit/tenancy/defineTable.ts';

/** An entry of the audit trail as it is stored; never changed. */
export interface AuditEntryRow {
  id: string;
  actorId: string | null;
  action: string;
  subjectType: string;
  subjectId: string;
  occurredAt: string;
}

export const auditEntries = defineTable<AuditEntryRow>('audit_entries', {
  id: 'uuid',
  actorId: 'uuid?',
  action: 'text',
  subjectType: 'text',
  subjectId: 'uuid',
  occurredAt: 'timestamptz',
});
