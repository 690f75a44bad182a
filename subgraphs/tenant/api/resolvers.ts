import type { Resolvers } from '#generated/subgraphs/tenant.ts';
import { logEvent, metric, rateLimitAlarm } from './metric.ts';
import { mutation } from './mutation.ts';
import { query } from './query.ts';
import { tenant, workspace } from './tenant.ts';
import { auditEntry, user } from './user.ts';

/** The resolvers of tenant; fields without one are properties of their parents. */
export const resolvers: Resolvers = {
  Query: query,
  Mutation: mutation,
  Tenant: tenant,
  Workspace: workspace,
  User: user,
  AuditEntry: auditEntry,
  Metric: metric,
  LogEvent: logEvent,
  RateLimitAlarm: rateLimitAlarm,
};
