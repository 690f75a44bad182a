import type { JWTPayload } from 'jose';
import { CodedError } from '../errors/codedError.ts';
import { isPrincipal } from './isPrincipal.ts';
import { platformTenant } from './platformTenant.ts';
import type { Principal } from './principal.ts';
import { RecentMap } from './recentMap.ts';
import { provisionScope, scopesOfRoles } from './roles.ts';

/** Scopes by the text that names them, for all callers who have the same: with thousands of them, copies add up. */
const knownScopes = new RecentMap<string, readonly string[]>(1_000);

/**
 * Reads the principal from the claims of a verified access token: `sub`, `tenant_id`, `tenant`, `roles`, `scope`
 * (words with spaces between, RFC 9068) and `attributes`. Without `scope` the roles decide.
 *
 * @returns a frozen object
 * @throws CodedError TOKEN_INVALID when a claim is missing or not of its kind
 */
export function principalOfClaims(claims: JWTPayload): Principal {
  const roles = claims.roles ?? [];
  const scopes = typeof claims.scope === 'string' ? scopesOf(claims.scope) : undefined;
  const principal: unknown = {
    tenantId: claims.tenant_id,
    tenantSlug: claims.tenant,
    userId: claims.sub,
    roles,
    scopes: scopes ?? (Array.isArray(roles) ? scopesOfRoles(roles) : []),
    attributes: claims.attributes ?? {},
    tokenExpiresAt: claims.exp,
  };
  if (!isPrincipal(principal)) {
    throw new CodedError('TOKEN_INVALID', {
      message: 'The access token lacks claims of this platform. Sign in again.',
    });
  }
  if (principal.tenantId !== platformTenant.id && principal.scopes.includes(provisionScope)) {
    throw new CodedError('TOKEN_INVALID', { message: `Only operators of the platform can hold ${provisionScope}.` });
  }
  return deepFreeze(principal);
}

function scopesOf(text: string): readonly string[] {
  const scopes = knownScopes.get(text) ?? Object.freeze(text.split(' ').filter(Boolean));
  knownScopes.set(text, scopes);
  return scopes;
}

function deepFreeze(principal: Principal): Principal {
  Object.freeze(principal.roles);
  Object.freeze(principal.scopes);
  Object.freeze(principal.attributes);
  return Object.freeze(principal);
}
