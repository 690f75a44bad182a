import type { QueryUsersArgs } from '#generated/subgraphs/tenant.ts';
import { equals } from '#kit/paging/conditions.ts';
import { type Connection, connection } from '#kit/paging/connection.ts';
import type { TenantSession } from '#kit/tenancy/tenantSession.ts';
import { type UserRow, users } from '../infrastructure/users.ts';

const columns = { CREATED_AT: 'createdAt', NAME: 'name' } as const;

/** A page of the tenant's users. */
export function listUsers(
  session: TenantSession,
  { first, after, filter, sort }: QueryUsersArgs,
): Promise<Connection<UserRow>> {
  return connection(session, {
    table: users,
    where: [
      equals('status', filter?.status),
      filter?.role ? { sql: 'roles @> ARRAY[?]::text[]', values: [filter.role] } : undefined,
    ],
    orderBy: { column: columns[sort?.field ?? 'CREATED_AT'], direction: sort?.direction ?? 'DESC' },
    first,
    after,
  });
}
