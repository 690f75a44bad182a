import type { Principal } from '#platform/identity/principal.ts';
import { scopesOfRoles } from '#platform/identity/roles.ts';
import { tenantA } from './startTestStore.ts';

/** Makes a principal for tests: an admin of tenantA unless told otherwise; scopes follow from the roles unless given. */
export function testPrincipal(facts: Partial<Principal> = {}): Principal {
  const roles = facts.roles ?? ['admin'];
  return {
    tenantId: tenantA,
    tenantSlug: 'a',
    userId: '01890000-0000-7000-8000-0000000000ad',
    scopes: scopesOfRoles(roles),
    attributes: {},
    tokenExpiresAt: 4_102_444_800,
    ...facts,
    roles,
  };
}
