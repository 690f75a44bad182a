import type { QueryProjectsArgs } from '#generated/subgraphs/workflow.ts';
import { equals, hasId } from '#kit/paging/conditions.ts';
import { type Connection, connection } from '#kit/paging/connection.ts';
import type { TenantSession } from '#kit/tenancy/tenantSession.ts';
import { type ProjectRow, projects } from '../infrastructure/projects.ts';

/** A page of the tenant's projects. */
export function listProjects(
  session: TenantSession,
  { first, after, filter }: QueryProjectsArgs,
): Promise<Connection<ProjectRow>> {
  return connection(session, {
    table: projects,
    where: [equals('status', filter?.status), hasId('owner_id', filter?.ownerId)],
    orderBy: { column: 'createdAt', direction: 'DESC' },
    first,
    after,
  });
}
