import type {
  QueryAuditTrailArgs,
  QueryLogEventsArgs,
  QueryMetricsArgs,
  QueryUsersArgs,
  QueryWorkspacesArgs,
} from '#generated/subgraphs/tenant.ts';
import { equals, hasId } from '#kit/paging/conditions.ts';
import { connection } from '#kit/paging/connection.ts';
import type { TenantSession } from '#kit/tenancy/tenantSession.ts';
import { auditEntries } from '../infrastructure/auditEntries.ts';
import { logEvents } from '../infrastructure/logEvents.ts';
import { metrics } from '../infrastructure/metrics.ts';
import { users } from '../infrastructure/users.ts';
import { workspaces } from '../infrastructure/workspaces.ts';

const userColumns = { CREATED_AT: 'createdAt', NAME: 'name' } as const;

/** A page of the tenant's users. */
export const listUsers = (session: TenantSession, { first, after, filter, sort }: QueryUsersArgs) =>
  connection(session, {
    table: users,
    where: [
      equals('status', filter?.status),
      filter?.role ? { sql: 'roles @> ARRAY[?]::text[]', values: [filter.role] } : undefined,
    ],
    orderBy: { column: userColumns[sort?.field ?? 'CREATED_AT'], direction: sort?.direction ?? 'DESC' },
    first,
    after,
  });

/** A page of the tenant's workspaces, newest first. */
export const listWorkspaces = (session: TenantSession, { first, after }: QueryWorkspacesArgs) =>
  connection(session, { table: workspaces, orderBy: { column: 'createdAt', direction: 'DESC' }, first, after });

/** A page of the tenant's audit trail, newest first. */
export const listAuditTrail = (session: TenantSession, { first, after, filter }: QueryAuditTrailArgs) =>
  connection(session, {
    table: auditEntries,
    where: [hasId('actor_id', filter?.actorId), hasId('subject_id', filter?.subjectId)],
    orderBy: { column: 'occurredAt', direction: 'DESC' },
    first,
    after,
  });

/** A page of the tenant's measures, newest first. */
export const listMetrics = (session: TenantSession, { first, after, filter }: QueryMetricsArgs) =>
  connection(session, {
    table: metrics,
    where: [equals('name', filter?.name)],
    orderBy: { column: 'measuredAt', direction: 'DESC' },
    first,
    after,
  });

/** A page of the tenant's log events, newest first. */
export const listLogEvents = (session: TenantSession, { first, after, filter }: QueryLogEventsArgs) =>
  connection(session, {
    table: logEvents,
    where: [equals('level', filter?.level)],
    orderBy: { column: 'loggedAt', direction: 'DESC' },
    first,
    after,
  });
