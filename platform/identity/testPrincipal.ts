import type { Principal } from './principal.ts';
import { scopesOfRoles } from './roles.ts';

/** A whole principal for tests, an admin of tenant acme unless told otherwise; its token ends in 15 minutes. */
export function testPrincipal(changes: Partial<Principal> = {}): Principal {
  const roles = changes.roles ?? ['admin'];
  return {
    tenantId: '01890000-0000-7000-8000-00000000ac3e',
    tenantSlug: 'acme',
    userId: '01890000-0000-7000-8000-0000000000ad',
    roles,
    scopes: scopesOfRoles(roles),
    attributes: { department: 'sales' },
    tokenExpiresAt: Math.floor(Date.now() / 1000) + 900,
    ...changes,
  };
}
