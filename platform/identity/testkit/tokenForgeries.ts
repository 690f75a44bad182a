import { generateKeyPairSync } from 'node:crypto';
import { exportJWK } from 'jose';
import { encoded, type ForgeryGround, hmacWith, type TokenForge, tokenForge } from './forgeToken.ts';

/** A token that nobody may accept. */
export interface TokenForgery {
  readonly name: string;
  make(): string | Promise<string>;
}

type Row = readonly [name: string, make: () => string | Promise<string>];

const es256 = { alg: 'ES256', typ: 'at+jwt' };

/**
 * Every known way to forge an access token (RFC 8725, and CVEs of JWT libraries), against a verifier that knows the keys of
 * `ground`. All but those of the first two groups are signed with the issuer's own key, so that nothing else can be why they are refused.
 */
export function tokenForgeries(ground: ForgeryGround): readonly TokenForgery[] {
  const forge = tokenForge(ground);
  return [
    ...notTokens(),
    ...ofAlgorithms(ground, forge),
    ...ofKeys(ground, forge),
    ...ofTypes(ground, forge),
    ...ofClaims(ground, forge),
  ].map(([name, make]) => ({ name, make }));
}

function notTokens(): Row[] {
  return [
    ['no JWT', () => 'let-me-in'],
    ['two parts', () => 'a.b'],
    ['five parts (encrypted)', () => 'a.b.c.d.e'],
    ['header that is no JSON', () => 'bm9wZQ.e30.AAAA'],
    ['longer than any token', () => 'a'.repeat(9_000)],
  ];
}

function ofAlgorithms({ ec, rsa }: ForgeryGround, { signed, handmade }: TokenForge): Row[] {
  const pem = rsa.publicKey.export({ format: 'pem', type: 'spki' });
  const { n = '' } = rsa.publicKey.export({ format: 'jwk' });
  return [
    ['header null', () => handmade(null, 'AAAA')],
    ['alg none without signature', () => handmade({ ...es256, alg: 'none', kid: ec.kid }, '')],
    ['alg None in other letters', () => handmade({ ...es256, alg: 'NoNe', kid: ec.kid }, '')],
    [
      'alg none with a signature',
      async () => handmade({ ...es256, alg: 'none', kid: ec.kid }, signatureOf(await signed())),
    ],
    ['no alg', () => handmade({ typ: 'at+jwt', kid: ec.kid }, 'AAAA')],
    ['HS256 keyed with the RSA key as PEM', () => handmade({ ...es256, alg: 'HS256', kid: rsa.kid }, hmacWith(pem))],
    [
      'HS256 keyed with the modulus',
      () => handmade({ ...es256, alg: 'HS256', kid: rsa.kid }, hmacWith(Buffer.from(n, 'base64url'))),
    ],
    ['HS256 keyed with nothing', () => handmade({ ...es256, alg: 'HS256', kid: ec.kid }, hmacWith(''))],
    ['HMAC that says RS256', () => handmade({ ...es256, alg: 'RS256', kid: rsa.kid }, hmacWith(pem))],
    ['PS256 with the right key', () => signed({}, { alg: 'PS256', kid: rsa.kid }, rsa.privateKey)],
    ['RS512 with the right key', () => signed({}, { alg: 'RS512', kid: rsa.kid }, rsa.privateKey)],
    ['EdDSA', () => signed({}, { alg: 'EdDSA' }, generateKeyPairSync('ed25519').privateKey)],
    ['signature of zeros', () => handmade({ ...es256, kid: ec.kid }, Buffer.alloc(64).toString('base64url'))],
    ['empty signature', () => handmade({ ...es256, kid: ec.kid }, '')],
  ];
}

function ofKeys({ ec, rsa, claims }: ForgeryGround, { signed, handmade, foreign }: TokenForge): Row[] {
  const { privateKey, publicKey } = foreign;
  return [
    ['signature of another key', () => signed({}, {}, privateKey)],
    ['ES256 under the kid of the RSA key', () => signed({}, { kid: rsa.kid })],
    [
      'more rights under the signature of a genuine token',
      async () => {
        const [header, , signature] = (await signed()).split('.');
        return `${header}.${encoded({ ...claims, roles: ['admin', 'platform-operator'] })}.${signature}`;
      },
    ],
    ['expired, by another key', () => signed({ exp: 1 }, {}, privateKey)],
    ['unknown kid', () => signed({}, { kid: 'nobody' })],
    ['no kid', () => signed({}, { kid: undefined })],
    ['kid that is a path', () => signed({}, { kid: '../../../../dev/null' })],
    ['kid that is SQL', () => signed({}, { kid: "x' UNION SELECT 'AA" })],
    ['kid that is an object', () => handmade({ ...es256, kid: { a: 1 } }, 'AAAA')],
    ['kid of every object', () => signed({}, { kid: '__proto__' })],
    ['own key in jwk', async () => signed({}, { kid: 'own', jwk: await exportJWK(publicKey) }, privateKey)],
    ['own key in jwk under a known kid', async () => signed({}, { jwk: await exportJWK(publicKey) }, privateKey)],
    [
      'keys at an address of its own',
      () => signed({}, { kid: 'own', jku: 'https://evil.example.com/jwks' }, privateKey),
    ],
    [
      'certificate at an address of its own',
      () => signed({}, { kid: ec.kid, x5u: 'https://evil.example.com/cert' }, privateKey),
    ],
  ];
}

function ofTypes({ ec }: ForgeryGround, { signed, handmade }: TokenForge): Row[] {
  return [
    ['critical extension', () => signed({}, { crit: ['urn:x'], 'urn:x': 1 })],
    ['payload that is not encoded (b64)', () => handmade({ ...es256, kid: ec.kid, b64: false, crit: ['b64'] }, 'AAAA')],
    ['typ JWT, as ID tokens have', () => signed({}, { typ: 'JWT' })],
    ['typ of a signed context', () => signed({}, { typ: 'inopsio-context+jwt' })],
    ['no typ', () => signed({}, { typ: undefined })],
  ];
}

function ofClaims({ claims }: ForgeryGround, { signed }: TokenForge): Row[] {
  const now = Math.floor(Date.now() / 1000);
  return [
    ['another issuer', () => signed({ iss: 'https://evil.example.com' })],
    ['issuer with a slash more', () => signed({ iss: `${claims.iss}/` })],
    ['no issuer', () => signed({ iss: undefined })],
    ['another audience', () => signed({ aud: 'urn:other:api' })],
    ['no audience', () => signed({ aud: undefined })],
    ['no end', () => signed({ exp: undefined })],
    ['end that is a text', () => signed({ exp: `${now + 900}` })],
    ['no beginning', () => signed({ iat: undefined })],
    ['issued tomorrow', () => signed({ iat: now + 86_400, exp: now + 90_000 })],
    ['issued a minute ahead, beyond any skew of clocks', () => signed({ iat: now + 60 })],
    ['not valid before tomorrow', () => signed({ nbf: now + 86_400 })],
    ['no user', () => signed({ sub: undefined })],
    ['user that is no UUID', () => signed({ sub: 'ada' })],
    ['no tenant', () => signed({ tenant_id: undefined })],
    ['tenant that is no UUID', () => signed({ tenant_id: 'public"; DROP SCHEMA' })],
    ['tenant in capitals', () => signed({ tenant_id: '01890000-0000-7000-8000-00000000AC3E' })],
    ['slug that is a host name', () => signed({ tenant: 'acme.example.com' })],
    ['roles that are a text', () => signed({ roles: 'admin' })],
    ['roles that are objects', () => signed({ roles: [{ name: 'admin' }] })],
    ['scopes without end', () => signed({ scope: Array.from({ length: 101 }, (_, n) => `s${n}`).join(' ') })],
    ["an operator's scope in a tenant", () => signed({ scope: 'crm:read platform:provision' })],
    ['attributes that nest', () => signed({ attributes: { region: { eu: true } } })],
  ];
}

function signatureOf(token: string): string {
  return token.split('.')[2]!;
}
