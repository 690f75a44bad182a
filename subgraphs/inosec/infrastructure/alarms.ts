import { defineTable } from '#kit/tenancy/defineTable.ts';

/** An alarm that came in as an event, and the alert that it counted towards. */
export interface AlarmRow {
  id: string;
  topic: string;
  subject: string;
  raisedAt: string;
  alertId: string | null;
}

export const alarms = defineTable<AlarmRow>('alarms', {
  id: 'uuid',
  topic: 'text',
  subject: 'text',
  raisedAt: 'timestamptz',
  alertId: 'uuid?',
});
