import type { QueryThreatsArgs } from '#generated/subgraphs/inosec.ts';
import { equals } from '#kit/paging/conditions.ts';
import { type Connection, connection } from '#kit/paging/connection.ts';
import type { TenantSession } from '#kit/tenancy/tenantSession.ts';
import { type ThreatRow, threats } from '../infrastructure/threats.ts';

/** A page of the tenant's threats, newest first. */
export function listThreats(
  session: TenantSession,
  { first, after, filter }: QueryThreatsArgs,
): Promise<Connection<ThreatRow>> {
  return connection(session, {
    table: threats,
    where: [equals('severity', filter?.severity)],
    orderBy: { column: 'detectedAt', direction: 'DESC' },
    first,
    after,
  });
}
