import type { RaiseRateLimitAlarmInput } from '#generated/subgraphs/tenant.ts';
import type { InvalidInputFailure } from '#kit/failures/failure.ts';
import type { TenantTransaction } from '#kit/tenancy/tenantSession.ts';
import { checkInteger } from '#kit/validation/checkInteger.ts';
import { checkText } from '#kit/validation/checkText.ts';
import { firstInvalid } from '#kit/validation/firstInvalid.ts';
import { uuidv7 } from '#platform/ids/uuidv7.ts';
import { type RateLimitAlarmRow, rateLimitAlarms } from '../infrastructure/rateLimitAlarms.ts';

/** Keeps that a caller went over its rate limit, and tells of it (`alert.rate.limit`). */
export async function raiseRateLimitAlarm(
  transaction: TenantTransaction,
  { subject, limitPerMinute, observed }: RaiseRateLimitAlarmInput,
): Promise<RateLimitAlarmRow | InvalidInputFailure> {
  const invalid = firstInvalid({
    'input.subject': checkText(subject, { max: 200 }),
    'input.limitPerMinute': checkInteger(limitPerMinute, 1, 1_000_000),
    'input.observed': checkInteger(observed, limitPerMinute + 1, 2_000_000_000),
  });
  if (invalid) return invalid;
  const alarm: RateLimitAlarmRow = {
    id: uuidv7(),
    subject,
    limitPerMinute,
    observed,
    raisedAt: new Date().toISOString(),
  };
  await transaction.manager.insert(rateLimitAlarms, alarm);
  await transaction.publish('alert.rate.limit', {
    alarm_id: alarm.id,
    tenant_id: transaction.tenantId,
    subject,
    limit_per_minute: limitPerMinute,
    observed,
    raised_at: alarm.raisedAt,
  });
  return alarm;
}
