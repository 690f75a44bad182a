import { type KeyObject, sign as signBytes } from 'node:crypto';
import {
  type ContextClaims,
  contextAudience,
  contextIssuer,
  contextLifetime,
  contextProtected,
  epochSeconds,
} from './contextFormat.ts';
import type { Principal } from './principal.ts';

/** Makes the header value that tells subgraphs who asks. */
export interface ContextSigner {
  /** Gives the signed context of a principal, or of a request without token. */
  sign(principal: Principal | null): string;
}

/** A context is handed out again for this many seconds, and so reaches a subgraph with half of its life left. */
const reuse = contextLifetime / 2;

/**
 * Makes the router's signer: compact JWS (RFC 7515) with EdDSA over Ed25519 (RFC 8037).
 *
 * Principals are immutable, so the last context of each is remembered by identity: a signature costs as much as a whole
 * cached request, and one user asks many times a minute.
 *
 * @param privateKey an Ed25519 private key
 * @throws TypeError when the key is of another kind
 */
export function createContextSigner(privateKey: KeyObject): ContextSigner {
  if (privateKey.type !== 'private' || privateKey.asymmetricKeyType !== 'ed25519') {
    throw new TypeError('the signed context needs an Ed25519 private key');
  }
  const anonymous = {};
  const recent = new WeakMap<object, { readonly value: string; readonly until: number }>();

  function make(principal: Principal | null, now: number): string {
    const claims: ContextClaims = {
      iss: contextIssuer,
      aud: contextAudience,
      iat: now,
      exp: now + contextLifetime,
      principal,
    };
    const signed = `${contextProtected}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}`;
    return `${signed}.${signBytes(null, Buffer.from(signed), privateKey).toString('base64url')}`;
  }

  return {
    sign(principal) {
      const now = epochSeconds();
      const known = recent.get(principal ?? anonymous);
      if (known !== undefined && now < known.until) return known.value;
      const value = make(principal, now);
      recent.set(principal ?? anonymous, { value, until: now + reuse });
      return value;
    },
  };
}
