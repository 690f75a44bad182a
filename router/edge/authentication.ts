import type { IncomingHttpHeaders } from 'node:http';
import type { Principal } from '#platform/identity/principal.ts';
import { tenantOfRequest } from '#platform/identity/tenantOfRequest.ts';
import type { TokenVerifier } from '#platform/identity/tokenVerifier.ts';
import { RequestRefused } from '../errors/requestRefused.ts';
import type { Revocations } from '../revocation/revocations.ts';

/** Says who sent a request. */
export interface Authentication {
  /**
   * Takes headers and, for a WebSocket, the value that its `connection_init` gave for Authorization; gives who asks,
   * null without token, and that at once. Refuses a token that is not acceptable (TOKEN_INVALID, TOKEN_EXPIRED), another scheme than
   * Bearer (TOKEN_INVALID), and a tenant in header or host name that is not the token's (TENANT_MISMATCH).
   */
  principalOf(headers: IncomingHttpHeaders, authorization?: unknown): Promise<Principal | null> | null;
}

/** Nobody is known and everybody is served. */
export const noAuthentication: Authentication = { principalOf: () => null };

/**
 * Refuses also whose access was revoked since the token was issued (TOKEN_REVOKED), and tenants that are suspended
 * (TENANT_SUSPENDED) or deleted (TENANT_DELETED).
 */
export function revocableAuthentication(inner: Authentication, revocations: Revocations): Authentication {
  return {
    principalOf(headers, authorization) {
      const known = inner.principalOf(headers, authorization);
      if (known === null) return null;
      return known.then((principal) => {
        const code = principal && revocations.refusalOf(principal);
        if (code) throw RequestRefused.because(code);
        return principal;
      });
    },
  };
}

const bearer = /^Bearer +([A-Za-z0-9\-._~+/]+=*)$/i;

/** Knows callers by access tokens (RFC 6750). */
export function tokenAuthentication(verifier: TokenVerifier, hostSuffix: string | undefined): Authentication {
  return {
    principalOf(headers, authorization = headers.authorization) {
      if (authorization === undefined || authorization === null || authorization === '') return null;
      return principalOfToken(headers, authorization);
    },
  };

  async function principalOfToken(headers: IncomingHttpHeaders, authorization: unknown): Promise<Principal> {
    const token = typeof authorization === 'string' ? bearer.exec(authorization)?.[1] : undefined;
    if (token === undefined) throw RequestRefused.because('TOKEN_INVALID', 'Authorization must be "Bearer <token>".');
    const principal = await verifier.verify(token);
    const header = headers['x-tenant-id'];
    tenantOfRequest(principal, { header: header?.toString(), host: headers.host, hostSuffix });
    return principal;
  }
}
