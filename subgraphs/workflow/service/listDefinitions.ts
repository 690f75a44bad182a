import type { QueryProcessDefinitionsArgs } from '#generated/subgraphs/workflow.ts';
import { equals } from '#kit/paging/conditions.ts';
import { type Connection, connection } from '#kit/paging/connection.ts';
import type { TenantSession } from '#kit/tenancy/tenantSession.ts';
import { type DefinitionRow, definitions } from '../infrastructure/definitions.ts';

/** A page of the tenant's process definitions. */
export function listDefinitions(
  session: TenantSession,
  { first, after, filter }: QueryProcessDefinitionsArgs,
): Promise<Connection<DefinitionRow>> {
  return connection(session, {
    table: definitions,
    where: [equals('key', filter?.key), equals('executable', filter?.executable), equals('trigger', filter?.trigger)],
    orderBy: { column: 'deployedAt', direction: 'DESC' },
    first,
    after,
  });
}
