import type { QueryAlertsArgs } from '#generated/subgraphs/inosec.ts';
import { equals } from '#kit/paging/conditions.ts';
import { type Connection, connection } from '#kit/paging/connection.ts';
import type { TenantSession } from '#kit/tenancy/tenantSession.ts';
import { type AlertRow, alerts } from '../infrastructure/alerts.ts';

/** A page of the tenant's alerts. */
export function listAlerts(
  session: TenantSession,
  { first, after, filter, sort }: QueryAlertsArgs,
): Promise<Connection<AlertRow>> {
  return connection(session, {
    table: alerts,
    where: [equals('status', filter?.status), equals('severity', filter?.severity)],
    orderBy: { column: 'detectedAt', direction: sort?.direction ?? 'DESC' },
    first,
    after,
  });
}
