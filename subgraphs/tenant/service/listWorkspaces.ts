import type { QueryWorkspacesArgs } from '#generated/subgraphs/tenant.ts';
import { type Connection, connection } from '#kit/paging/connection.ts';
import type { TenantSession } from '#kit/tenancy/tenantSession.ts';
import { type WorkspaceRow, workspaces } from '../infrastructure/workspaces.ts';

/** A page of the tenant's workspaces, newest first. */
export function listWorkspaces(
  session: TenantSession,
  { first, after }: QueryWorkspacesArgs,
): Promise<Connection<WorkspaceRow>> {
  return connection(session, { table: workspaces, orderBy: { column: 'createdAt', direction: 'DESC' }, first, after });
}
