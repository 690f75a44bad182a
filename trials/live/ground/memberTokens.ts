import { createPrivateKey, type JsonWebKey } from 'node:crypto';
import { decodeJwt, decodeProtectedHeader, SignJWT } from 'jose';
import { issuerSecrets } from '#platform/embedded/issuer/issuerSecrets.ts';
import type { TestPlatform } from '#tests/platform.ts';

/** Makes a token of a user that has the permissions of a demo user. */
export type TokenMaker = (userId: string, seconds: number) => Promise<string>;

/**
 * Tokens of any number of users with the permissions of one demo user, signed as the platform's issuer signs: so that
 * thousands of different people may listen, which no demo has.
 */
export async function memberTokens(platform: TestPlatform, tenant: string, user: string): Promise<TokenMaker> {
  const real = await platform.token(tenant, user);
  const { keys } = await issuerSecrets(platform.dataDir);
  const jwk = keys.find(({ kty }) => kty === 'EC')!;
  const key = createPrivateKey({ key: jwk as JsonWebKey, format: 'jwk' });
  const header = { ...decodeProtectedHeader(real), alg: 'ES256', kid: jwk.kid! };
  const claims = decodeJwt(real);
  return (sub, seconds) => {
    const iat = Math.floor(Date.now() / 1000);
    return new SignJWT({ ...claims, sub, iat, exp: iat + seconds }).setProtectedHeader(header).sign(key);
  };
}
