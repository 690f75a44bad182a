import type { AlertRateLimit } from '#generated/events.ts';
import { TENANT_A } from '#kit/testkit/startTestStore.ts';
import type { EventRecord } from '#platform/events/eventRecord.ts';
import { uuidv7 } from '#platform/ids/uuidv7.ts';

/** The event by which tenant tells that a caller went over its rate limit; `second` is when, within one hour. */
export function rateLimitAlarm(subject: string, second: number, tenant_id = TENANT_A): EventRecord {
  const raised_at = new Date(Date.UTC(2026, 0, 31, 9, 0, second)).toISOString();
  const payload: AlertRateLimit = {
    alarm_id: uuidv7(),
    tenant_id,
    subject,
    limit_per_minute: 600,
    observed: 700,
    raised_at,
  };
  const topic = 'alert.rate.limit';
  return {
    topic,
    key: tenant_id,
    header: {
      event_id: uuidv7(),
      event_name: topic,
      source: 'tenant',
      timestamp: raised_at,
      tenant_id,
      trace_id: '4bf92f3577b34da6a3ce929d0e0e4736',
      version: '1.0.0',
      schema: `${topic}-1.0.0`,
    },
    payload: { ...payload },
  };
}
