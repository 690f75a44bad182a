import type { QueryLogEventsArgs } from '#generated/subgraphs/tenant.ts';
import { equals } from '#kit/paging/conditions.ts';
import { type Connection, connection } from '#kit/paging/connection.ts';
import type { TenantSession } from '#kit/tenancy/tenantSession.ts';
import { type LogEventRow, logEvents } from '../infrastructure/logEvents.ts';

/** A page of the tenant's log events, newest first. */
export function listLogEvents(
  session: TenantSession,
  { first, after, filter }: QueryLogEventsArgs,
): Promise<Connection<LogEventRow>> {
  return connection(session, {
    table: logEvents,
    where: [equals('level', filter?.level)],
    orderBy: { column: 'loggedAt', direction: 'DESC' },
    first,
    after,
  });
}
