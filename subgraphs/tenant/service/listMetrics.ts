import type { QueryMetricsArgs } from '#generated/subgraphs/tenant.ts';
import { equals } from '#kit/paging/conditions.ts';
import { type Connection, connection } from '#kit/paging/connection.ts';
import type { TenantSession } from '#kit/tenancy/tenantSession.ts';
import { type MetricRow, metrics } from '../infrastructure/metrics.ts';

/** A page of the tenant's measures, newest first. */
export function listMetrics(
  session: TenantSession,
  { first, after, filter }: QueryMetricsArgs,
): Promise<Connection<MetricRow>> {
  return connection(session, {
    table: metrics,
    where: [equals('name', filter?.name)],
    orderBy: { column: 'measuredAt', direction: 'DESC' },
    first,
    after,
  });
}
