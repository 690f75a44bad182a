import {
  createHmac,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type JsonWebKey,
  type KeyObject,
} from 'node:crypto';
import { decodeJwt, decodeProtectedHeader, type JWTHeaderParameters, type JWTPayload, SignJWT } from 'jose';
import { issuerSecrets } from '#platform/embedded/issuer/issuerSecrets.ts';
import type { TestPlatform } from '../platform.ts';

/** Tokens that must not be accepted, by what is wrong with them; each is a real one with one thing changed. */
export async function badTokens(platform: TestPlatform): Promise<Record<string, string>> {
  const real = await platform.token('acme', 'ada');
  const globex = decodeJwt(await platform.token('globex', 'grace'));
  const header = decodeProtectedHeader(real) as JWTHeaderParameters;
  const claims = decodeJwt(real);
  const { keys } = await issuerSecrets(platform.dataDir);
  const jwk = keys.find(({ kid }) => kid === header.kid)!;
  const key = createPrivateKey({ key: jwk as JsonWebKey, format: 'jwk' });
  const publicKey = createPublicKey(key).export({ format: 'pem', type: 'spki' });
  const stranger = strangerKeys(key);
  const now = Math.floor(Date.now() / 1000);
  const signed = (payload: JWTPayload, protectedHeader: JWTHeaderParameters = header, by: KeyObject = key) =>
    new SignJWT(payload).setProtectedHeader(protectedHeader).sign(by);

  const [, payload, signature] = real.split('.') as [string, string, string];
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const hs256 = `${encode({ ...header, alg: 'HS256' })}.${payload}`;
  return {
    'expired an hour ago': await signed({ ...claims, iat: now - 4500, exp: now - 3600 }),
    'without expiry': await signed({ ...claims, exp: undefined }),
    'not valid yet': await signed({ ...claims, nbf: now + 3600 }),
    'of another issuer': await signed({ ...claims, iss: 'https://issuer.example.com' }),
    'for another audience': await signed({ ...claims, aud: 'urn:other:api' }),
    'without tenant': await signed({ ...claims, tenant_id: undefined }),
    'without user': await signed({ ...claims, sub: undefined }),
    'with the scope of operators': await signed({ ...claims, scope: `${claims.scope} platform:provision` }),
    'that is an identity token': await signed(claims, { ...header, typ: 'JWT' }),
    'by a key of somebody else': await signed(claims, header, stranger.privateKey),
    'by a key of somebody else that it brings along': await signed(
      claims,
      { ...header, jwk: stranger.publicKey.export({ format: 'jwk' }) as never },
      stranger.privateKey,
    ),
    'by an unknown key': await signed(claims, { ...header, kid: 'unknown' }, stranger.privateKey),
    'signed by nobody': `${encode({ ...header, alg: 'none' })}.${payload}.`,
    'signed by the public key as a secret': `${hs256}.${createHmac('sha256', publicKey).update(hs256).digest('base64url')}`,
    'with the claims of another tenant': `${real.split('.')[0]}.${encode(globex)}.${signature}`,
    'with half a signature': real.slice(0, -40),
    'that is no token': 'let.me.in',
  };
}

/** Keys of the same kind as another, made by somebody else. */
function strangerKeys({ asymmetricKeyType }: KeyObject): { publicKey: KeyObject; privateKey: KeyObject } {
  return asymmetricKeyType === 'rsa'
    ? generateKeyPairSync('rsa', { modulusLength: 2048 })
    : generateKeyPairSync('ec', { namedCurve: 'P-256' });
}
