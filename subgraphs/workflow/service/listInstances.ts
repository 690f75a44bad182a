import type { QueryWorkflowInstancesArgs } from '#generated/subgraphs/workflow.ts';
import { equals, hasId } from '#kit/paging/conditions.ts';
import { type Connection, connection } from '#kit/paging/connection.ts';
import type { TenantSession } from '#kit/tenancy/tenantSession.ts';
import { type InstanceRow, instances } from '../infrastructure/instances.ts';

/** A page of the tenant's process instances. */
export function listInstances(
  session: TenantSession,
  { first, after, filter }: QueryWorkflowInstancesArgs,
): Promise<Connection<InstanceRow>> {
  return connection(session, {
    table: instances,
    where: [
      equals('status', filter?.status),
      hasId('definition_id', filter?.definitionId),
      equals('definition_key', filter?.definitionKey),
      equals('subject_id', filter?.subjectId),
    ],
    orderBy: { column: 'startedAt', direction: 'DESC' },
    first,
    after,
  });
}
