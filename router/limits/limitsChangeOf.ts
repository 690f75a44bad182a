import type { LoggedEvent } from '#platform/event-log/eventLog.ts';
import type { RateLimit } from './rateLimit.ts';
import type { LimitsChange } from './tenantLimits.ts';

/** The change of a tenant's rate limits that an event tells of; undefined when it tells of none, as events before 1.1.0. */
export function limitsChangeOf({
  topic,
  header,
  payload,
}: Pick<LoggedEvent, 'topic' | 'header' | 'payload'>): LimitsChange | undefined {
  if (topic !== 'tenant.updated') return undefined;
  const limit = (prefix: string): RateLimit | undefined =>
    limitOf({ perMinute: payload[`${prefix}per_minute`], perHour: payload[`${prefix}per_hour`] });
  const [tenant, user, partner] = ['requests_', 'user_requests_', 'partner_requests_'].map(limit);
  const changedAt = typeof payload.updated_at === 'string' ? Date.parse(payload.updated_at) : Number.NaN;
  if (!tenant || !user || !partner || Number.isNaN(changedAt)) return undefined;
  return { kind: 'limits', tenantId: header.tenant_id, limits: { tenant, user, partner }, changedAt };
}

/** A change as another router sent it; undefined when it is none. */
export function sentLimitsChange(message: unknown): LimitsChange | undefined {
  const { kind, tenantId, changedAt, limits } = (message ?? {}) as Partial<LimitsChange>;
  if (kind !== 'limits' || typeof tenantId !== 'string' || typeof changedAt !== 'number') return undefined;
  const [tenant, user, partner] = [limits?.tenant, limits?.user, limits?.partner].map(limitOf);
  return tenant && user && partner && { kind, tenantId, changedAt, limits: { tenant, user, partner } };
}

function limitOf(value: unknown): RateLimit | undefined {
  const { perMinute, perHour } = (value ?? {}) as { readonly [K in keyof RateLimit]?: unknown };
  const isLimit = (each: unknown): each is number => Number.isSafeInteger(each) && (each as number) > 0;
  return isLimit(perMinute) && isLimit(perHour) ? { perMinute, perHour } : undefined;
}
