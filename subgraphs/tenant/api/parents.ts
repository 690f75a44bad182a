/**
 * What resolvers get as the parent of each type: stored rows. Named `<GraphQLType>Parent`, so that the generator maps
 * the type of the API to it.
 */
import type { Connection } from '#kit/paging/connection.ts';
import type { AuditEntryRow } from '../infrastructure/auditEntries.ts';
import type { LogEventRow } from '../infrastructure/logEvents.ts';
import type { MetricRow } from '../infrastructure/metrics.ts';
import type { RateLimitAlarmRow } from '../infrastructure/rateLimitAlarms.ts';
import type { TenantProfileRow } from '../infrastructure/tenantProfiles.ts';
import type { UserRow } from '../infrastructure/users.ts';
import type { WorkspaceRow } from '../infrastructure/workspaces.ts';
import type { Deletion } from '../service/readDeletion.ts';
import type { Provisioning } from '../service/readProvisioning.ts';

export type TenantParent = TenantProfileRow;
export type TenantSettingsParent = TenantProfileRow;
export type TenantProvisioningParent = Provisioning;
export type TenantDeletionParent = Deletion;
export type UserParent = UserRow;
export type UserAttributesParent = UserRow;
export type WorkspaceParent = WorkspaceRow;
export type AuditEntryParent = AuditEntryRow;
export type MetricParent = MetricRow;
export type LogEventParent = LogEventRow;
export type RateLimitAlarmParent = RateLimitAlarmRow;

export type UserConnectionParent = Connection<UserRow>;
export type WorkspaceConnectionParent = Connection<WorkspaceRow>;
export type AuditEntryConnectionParent = Connection<AuditEntryRow>;
export type MetricConnectionParent = Connection<MetricRow>;
export type LogEventConnectionParent = Connection<LogEventRow>;
