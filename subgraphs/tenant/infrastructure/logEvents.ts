import { defineTable } from '#kit/tenancy/defineTable.ts';

/** A log event as it is stored. */
export interface LogEventRow {
  id: string;
  level: 'DEBUG' | 'INFO' | 'WARN' | 'ERROR';
  source: string;
  message: string;
  loggedAt: string;
}

export const logEvents = defineTable<LogEventRow>('log_events', {
  id: 'uuid',
  level: 'text',
  source: 'text',
  message: 'text',
  loggedAt: 'timestamptz',
});
