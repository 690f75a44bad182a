import { defineSubgraph } from '#kit/defineSubgraph.ts';
import { defineConsumer } from '#kit/inbox/eventConsumer.ts';
import { migrationsIn } from '#kit/tenancy/migrationsIn.ts';
import { resolvers } from './api/resolvers.ts';
import { auditEntries } from './infrastructure/auditEntries.ts';
import { logEvents } from './infrastructure/logEvents.ts';
import { metrics } from './infrastructure/metrics.ts';
import { provisionedDomains } from './infrastructure/provisionedDomains.ts';
import { rateLimitAlarms } from './infrastructure/rateLimitAlarms.ts';
import { tenantProfiles } from './infrastructure/tenantProfiles.ts';
import { users } from './infrastructure/users.ts';
import { workspaces } from './infrastructure/workspaces.ts';
import { announceStandings } from './service/announceStandings.ts';
import { noteProvisionedDomain } from './service/noteProvisionedDomain.ts';
import { noteRemovedDomain } from './service/noteRemovedDomain.ts';

/** Tenants, their users and roles, workspaces, the audit trail, metrics and log events. */
export const tenant = defineSubgraph({
  name: 'tenant',
  entities: [tenantProfiles, provisionedDomains, users, workspaces, auditEntries, metrics, logEvents, rateLimitAlarms],
  migrations: migrationsIn(import.meta.dirname),
  resolvers,
  background: announceStandings,
  consumers: [
    defineConsumer({
      name: 'progress-of-provisioning',
      topic: 'tenant.provisioned',
      handle: ({ payload }, transaction) => noteProvisionedDomain(transaction, payload),
    }),
    defineConsumer({
      name: 'progress-of-deletion',
      topic: 'tenant.removed',
      handle: ({ payload }, platform) => noteRemovedDomain(platform, payload),
    }),
  ],
});
