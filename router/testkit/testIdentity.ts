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
  /** One that ends soon: within two seconds, or sooner where much else is done. */
  shortToken(): Promise<string>;
  /**
   * Makes with a token, before that ends, what its end shall meet. Where the token ended meanwhile all is done again with
   * one that lives twice as long: how long it takes is the machine's affair.
   */
  beforeItEnds<Made>(make: (token: string) => Promise<Made>): Promise<Made>;
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
  async function beforeItEnds<Made>(make: (token: string) => Promise<Made>): Promise<Made> {
    for (let seconds = 2; ; seconds *= 2) {
      const exp = Math.floor(Date.now() / 1000) + seconds;
      const { promise: tooLate, resolve: giveUp } = Promise.withResolvers<undefined>();
      const end = setTimeout(() => giveUp(undefined), exp * 1000 - Date.now());
      const making = make(await token({ exp })).catch((error: unknown) => {
        if (Date.now() < exp * 1000) throw error;
      });
      const made = await Promise.race([making, tooLate]).finally(() => clearTimeout(end));
      if (made !== undefined && Date.now() < exp * 1000) return made;
    }
  }
  return {
    verifier: createTokenVerifier({ issuer, audience, jwks }),
    signer: createContextSigner(contexts.privateKey),
    contexts: createContextVerifier(contexts.publicKey),
    token,
    shortToken: () => token({ exp: Math.floor(Date.now() / 1000) + 2 }),
    beforeItEnds,
  };
}
