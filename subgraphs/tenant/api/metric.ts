import type { LogEventResolvers, MetricResolvers, RateLimitAlarmResolvers } from '#generated/subgraphs/tenant.ts';
import { present } from '#kit/references/present.ts';
import { logEventById, metricById, rateLimitAlarmById, tenantById } from '../infrastructure/loaders.ts';

export const metric: MetricResolvers = {
  __resolveReference: ({ id }, context) => context.load(metricById, id),
  tenant: async (_, _args, context) => present(await context.load(tenantById, context.principal.tenantId)),
};

export const logEvent: LogEventResolvers = {
  __resolveReference: ({ id }, context) => context.load(logEventById, id),
};

export const rateLimitAlarm: RateLimitAlarmResolvers = {
  __resolveReference: ({ id }, context) => context.load(rateLimitAlarmById, id),
};
