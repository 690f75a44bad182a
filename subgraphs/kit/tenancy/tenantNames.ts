import { CodedError } from '#platform/errors/codedError.ts';
import { isUuid } from '../validation/isUuid.ts';

const loginRolePattern = /^([a-z][a-z0-9_]{0,27})_app$/;

/** The database's names of one tenant. They consist of `[a-z0-9_]` only, so they need no quoting. */
export interface TenantNames {
  readonly tenantId: string;
  readonly role: string;
  readonly schema: string;
}

/**
 * Gives role and schema of a tenant. The role carries the identifier, and row-level security reads it from there:
 * a setting could be changed by SQL, a role's name cannot.
 *
 * @param prefix what all roles of the subgraph's database begin with, e.g. `crm`
 * @throws CodedError TENANT_ID_INVALID
 */
export function tenantNames(prefix: string, tenantId: string): TenantNames {
  if (!isUuid(tenantId)) throw new CodedError('TENANT_ID_INVALID');
  const hex = tenantId.replaceAll('-', '').toLowerCase();
  return { tenantId: tenantId.toLowerCase(), role: `${prefix}_t_${hex}`, schema: `t_${hex}` };
}

/**
 * Gives the prefix of a database's roles from the URL of its login role `<prefix>_app`.
 * @throws CodedError STORE_NOT_PREPARED when the URL names another kind of role
 */
export function rolePrefixOf(databaseUrl: string): string {
  const user = decodeURIComponent(new URL(databaseUrl).username);
  const prefix = loginRolePattern.exec(user)?.[1];
  if (!prefix) {
    throw new CodedError('STORE_NOT_PREPARED', {
      message: `The database URL must name a login role like crm_app, not "${user}". Run prepareDatabase and use its URL.`,
    });
  }
  return prefix;
}
