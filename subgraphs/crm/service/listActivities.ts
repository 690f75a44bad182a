import type { QueryActivitiesArgs } from '#generated/subgraphs/crm.ts';
import { equals, hasId } from '#kit/paging/conditions.ts';
import { type Connection, connection } from '#kit/paging/connection.ts';
import type { TenantSession } from '#kit/tenancy/tenantSession.ts';
import { type ActivityRow, activities } from '../infrastructure/activities.ts';

/** A page of the tenant's activities, newest first. */
export function listActivities(
  session: TenantSession,
  { first, after, filter }: QueryActivitiesArgs,
): Promise<Connection<ActivityRow>> {
  return connection(session, {
    table: activities,
    where: [hasId('customer_id', filter?.customerId), hasId('deal_id', filter?.dealId), equals('kind', filter?.kind)],
    orderBy: { column: 'occurredAt', direction: 'DESC' },
    first,
    after,
  });
}
