import { defineTable } from '#kit/tenancy/defineTable.ts';

/** An alarm about a caller over its rate limit, as it is stored. */
export interface RateLimitAlarmRow {
  id: string;
  subject: string;
  limitPerMinute: number;
  observed: number;
  raisedAt: string;
}

export const rateLimitAlarms = defineTable<RateLimitAlarmRow>('rate_limit_alarms', {
  id: 'uuid',
  subject: 'text',
  limitPerMinute: 'integer',
  observed: 'integer',
  raisedAt: 'timestamptz',
});
