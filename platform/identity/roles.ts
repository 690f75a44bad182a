/** Scopes that only read. */
const reads = ['tenant:read', 'user:read', 'crm:read', 'erp:read', 'workflow:read', 'inosec:read', 'metrics:read'];
/** Scopes of the daily work in the domains. */
const work = ['crm:write', 'erp:write', 'workflow:write'];
/** What a manager may do beyond the daily work. */
const decisions = ['erp:pay', 'inosec:write', 'metrics:write'];
/** What changes a tenant and its users. */
const administration = ['tenant:write', 'user:write'];

/** The one scope that acts outside a tenant: making tenants. */
export const provisionScope = 'platform:provision';

const scopes: Readonly<Record<string, readonly string[]>> = {
  admin: [...reads, ...work, ...decisions, ...administration],
  manager: [...reads, ...work, ...decisions],
  member: [...reads, ...work],
  viewer: reads,
  'platform-operator': [provisionScope],
};

/** Every scope that exists, in a stable order. */
export const allScopes: readonly string[] = [...new Set(Object.values(scopes).flat())];

/** The scopes of a set of roles, each once, in a stable order. A role that is not built in gives none. */
export function scopesOfRoles(roles: readonly string[]): string[] {
  const granted = new Set(roles.flatMap((role) => (Object.hasOwn(scopes, role) ? scopes[role]! : [])));
  return allScopes.filter((scope) => granted.has(scope));
}
