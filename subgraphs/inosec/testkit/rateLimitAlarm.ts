import { tenantA } from '#kit/testkit/startTestStore.ts';
import { testEvent } from '#kit/testkit/testEvent.ts';
import type { EventRecord } from '#platform/events/eventRecord.ts';
import { uuidv7 } from '#platform/ids/uuidv7.ts';

/** The event by which tenant tells that a caller went over its rate limit; `second` is when, within one hour. */
export function rateLimitAlarm(subject: string, second: number, tenant_id = tenantA): EventRecord {
  const raised_at = new Date(Date.UTC(2026, 0, 31, 9, 0, second)).toISOString();
  const facts = { limit_per_minute: 600, observed: 700, raised_at };
  return testEvent('alert.rate.limit', { alarm_id: uuidv7(), tenant_id, subject, ...facts });
}
