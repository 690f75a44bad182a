import { type KeyObject, verify as verifyBytes } from 'node:crypto';
import { CodedError } from '../errors/codedError.ts';
import {
  type ContextClaims,
  clockTolerance,
  contextAudience,
  contextIssuer,
  contextLifetime,
  contextProtected,
  epochSeconds,
} from './contextFormat.ts';
import { isPrincipal } from './isPrincipal.ts';
import type { Principal } from './principal.ts';
import { RecentMap } from './recentMap.ts';

/** Checks the header in which the router says who asks. */
export interface ContextVerifier {
  /**
   * Gives the principal, or null for a request that the router let pass without token.
   *
   * @throws CodedError CONTEXT_MISSING without header, CONTEXT_INVALID for anything the router did not sign for
   * subgraphs, CONTEXT_EXPIRED after its end
   */
  verify(header: string | undefined): Principal | null;
}

const shape = /^([A-Za-z0-9_-]{1,64})\.([A-Za-z0-9_-]{1,16000})\.([A-Za-z0-9_-]{86})$/;

/**
 * Makes a subgraph's verifier. Contexts verified lately are remembered, so that the fetches of one request cost one
 * signature check; their end is checked every time.
 *
 * @param publicKey the router's Ed25519 public key
 * @throws TypeError when the key is of another kind
 */
export function createContextVerifier(publicKey: KeyObject): ContextVerifier {
  if (publicKey.type !== 'public' || publicKey.asymmetricKeyType !== 'ed25519') {
    throw new TypeError('the signed context is verified with an Ed25519 public key');
  }
  const recent = new RecentMap<string, ContextClaims>(1_000);

  function claimsOf(header: string): ContextClaims {
    const [, first, payload, signature] = shape.exec(header) ?? [];
    if (first !== contextProtected || payload === undefined || signature === undefined) throw invalid();
    const signed = Buffer.from(`${first}.${payload}`);
    if (!verifyBytes(null, signed, publicKey, Buffer.from(signature, 'base64url'))) throw invalid();
    const claims = parse(Buffer.from(payload, 'base64url').toString());
    if (!isContext(claims)) throw invalid();
    return claims;
  }

  return {
    verify(header) {
      if (header === undefined || header === '') throw new CodedError('CONTEXT_MISSING');
      const known = recent.get(header);
      const claims = known ?? claimsOf(header);
      const now = epochSeconds();
      if (claims.exp + clockTolerance <= now) {
        recent.delete(header);
        throw new CodedError('CONTEXT_EXPIRED');
      }
      if (claims.iat - clockTolerance > now) throw invalid();
      if (known === undefined) recent.set(header, claims);
      return claims.principal;
    },
  };
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

function invalid(): CodedError {
  return new CodedError('CONTEXT_INVALID');
}

/** The signature proves the router; this proves that it meant a subgraph of this version, for a short time. */
function isContext(value: unknown): value is ContextClaims {
  const claims = value as ContextClaims;
  return (
    typeof value === 'object' &&
    value !== null &&
    claims.iss === contextIssuer &&
    claims.aud === contextAudience &&
    Number.isSafeInteger(claims.iat) &&
    Number.isSafeInteger(claims.exp) &&
    claims.exp > claims.iat &&
    claims.exp - claims.iat <= contextLifetime &&
    (claims.principal === null || isPrincipal(claims.principal))
  );
}
