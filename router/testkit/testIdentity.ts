import { generateKeyPairSync } from 'node:crypto';
import { exportJWK, SignJWT } from 'jose';
import {
  type ContextSigner,
  type ContextVerifier,
  createContextSigner,
  createContextVerifier,
} from '#platform/identity/signedContext.ts';
import { createTokenVerifier, type TokenVerifier } from '#platform/identity/tokenVerifier.ts';

/** Tenants of tests. */
export const acme = { tenant_id: '01890000-0000-7000-8000-00000000ac3e', tenant: 'acme' };
export const globex = { tenant_id: '01890000-0000-7000-8000-00000061b0e8', tenant: 'globex' };

/** Keys of a test's own, with what is made of them on both sides. */
export interface TestIdentity {
  readonly verifier: TokenVerifier;
  readonly signer: ContextSigner;
  readonly contexts: ContextVerifier;
  /** A signed access token of an acme user with every scope of the tests, unless the claims say otherwise. */
  token(claims?: Readonly<Record<string, unknown>>): Promise<string>;
  /** One that ends soon: within two seconds, but not within the next one. */
  shortToken(): Promise<string>;
}

const issuer = 'https://issuer.example.com';
const audience = 'urn:inopsio:api';

/** Makes an issuer's and a router's keys. */
export async function testIdentity(): Promise<TestIdentity> {
  const tokens = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const contexts = generateKeyPairSync('ed25519');
  const jwks = { keys: [{ ...(await exportJWK(tokens.publicKey)), kid: 'one', alg: 'ES256', use: 'sig' }] };
  const token: TestIdentity['token'] = (claims = {}) => {
    const now = Math.floor(Date.now() / 1000);
    const own = { iss: issuer, aud: audience, sub: '01890000-0000-7000-8000-0000000000ad', iat: now, exp: now + 900 };
    return new SignJWT({
      ...own,
      ...acme,
      roles: ['member'],
      scope: 'alert:read alert:write',
      attributes: {},
      ...claims,
    })
      .setProtectedHeader({ alg: 'ES256', kid: 'one', typ: 'at+jwt' })
      .sign(tokens.privateKey);
  };
  return {
    verifier: createTokenVerifier({ issuer, audience, jwks }),
    signer: createContextSigner(contexts.privateKey),
    contexts: createContextVerifier(contexts.publicKey),
    token,
    shortToken: () => token({ exp: Math.floor(Date.now() / 1000) + 2 }),
  };
}
