import { createHmac, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { exportJWK, type JWTHeaderParameters, type JWTPayload, SignJWT } from 'jose';
import type { CodedError } from '../errors/codedError.ts';
import { createTokenVerifier } from './tokenVerifier.ts';

const issuer = 'https://issuer.example.com';
const audience = 'urn:inopsio:api';
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const foreign = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const jwks = {
  keys: [
    { ...(await exportJWK(rsa.publicKey)), kid: 'rsa', alg: 'RS256', use: 'sig' },
    { ...(await exportJWK(ec.publicKey)), kid: 'ec', alg: 'ES256', use: 'sig' },
  ],
};
const verifier = createTokenVerifier({ issuer, audience, jwks });
const now = Math.floor(Date.now() / 1000);
const claims: JWTPayload = {
  iss: issuer,
  aud: audience,
  sub: '01890000-0000-7000-8000-0000000000ad',
  iat: now,
  exp: now + 900,
  tenant_id: '01890000-0000-7000-8000-00000000ac3e',
  tenant: 'acme',
  roles: ['viewer'],
  scope: 'crm:read user:read',
  attributes: { region: 'eu' },
};

function token(
  changes: Record<string, unknown> = {},
  header: Partial<JWTHeaderParameters> & Record<string, unknown> = {},
  key: KeyObject = ec.privateKey,
): Promise<string> {
  const all = { alg: 'ES256', kid: 'ec', typ: 'at+jwt', ...header } as JWTHeaderParameters;
  return new SignJWT({ ...claims, ...changes }).setProtectedHeader(all).sign(key, { crit: { 'urn:x': true } });
}

async function codeOf(made: string | Promise<string>): Promise<string> {
  const text = await made;
  return verifier.verify(text).then(
    () => 'accepted',
    (error: CodedError) => error.code,
  );
}

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A token whose parts are put together by hand, for what a library refuses to make. */
function handmade(header: object, signature: string | ((signed: string) => string)): string {
  const signed = `${encode(header)}.${encode(claims)}`;
  return `${signed}.${typeof signature === 'string' ? signature : signature(signed)}`;
}

function hmacWith(secret: string | Buffer): (signed: string) => string {
  return (signed) => createHmac('sha256', secret).update(signed).digest('base64url');
}

afterEach(() => {
  jest.useRealTimers();
});

describe('a genuine token', () => {
  test('gives the principal it names, frozen', async () => {
    const principal = await verifier.verify(await token());
    expect(principal).toEqual({
      tenantId: claims.tenant_id,
      tenantSlug: 'acme',
      userId: claims.sub,
      roles: ['viewer'],
      scopes: ['crm:read', 'user:read'],
      attributes: { region: 'eu' },
      tokenExpiresAt: now + 900,
    });
    expect(Object.isFrozen(principal) && Object.isFrozen(principal.scopes)).toBe(true);
  });

  test('is accepted with RS256, with several audiences, and with the long form of its type', async () => {
    expect(await codeOf(token({}, { alg: 'RS256', kid: 'rsa' }, rsa.privateKey))).toBe('accepted');
    expect(await codeOf(token({ aud: ['other', audience] }))).toBe('accepted');
    expect(await codeOf(token({}, { typ: 'application/at+jwt' }))).toBe('accepted');
  });

  test('without scope claim has the scopes of its roles', async () => {
    expect((await verifier.verify(await token({ scope: undefined }))).scopes).toContain('metrics:read');
  });

  test('is expired after its end and five seconds, also when it was verified just before', async () => {
    const short = await token({ exp: now + 10 });
    jest.useFakeTimers({ now: (now + 14) * 1000, doNotFake: ['nextTick', 'setImmediate'] });
    expect(await codeOf(short)).toBe('accepted');
    jest.setSystemTime((now + 15) * 1000);
    expect(await codeOf(short)).toBe('TOKEN_EXPIRED');
  });

  test('of operators may provision; that of a tenant may not', async () => {
    const operator = {
      tenant_id: '00000000-0000-7000-8000-000000000000',
      tenant: 'platform',
      scope: 'platform:provision',
    };
    expect(await codeOf(token(operator))).toBe('accepted');
    expect(await codeOf(token({ scope: 'crm:read platform:provision' }))).toBe('TOKEN_INVALID');
    expect(await codeOf(token({ scope: undefined, roles: ['admin', 'platform-operator'] }))).toBe('TOKEN_INVALID');
  });
});

const pemOfRsa = rsa.publicKey.export({ format: 'pem', type: 'spki' });
const forgeries: [string, () => string | Promise<string>][] = [
  ['empty', () => ''],
  ['no JWT', () => 'let me in'],
  ['two parts', () => 'a.b'],
  ['five parts (encrypted)', () => 'a.b.c.d.e'],
  ['header that is no JSON', () => 'bm9wZQ.e30.AAAA'],
  ['header null', () => `${encode(null)}.${encode(claims)}.AAAA`],
  ['megabytes long', () => 'a'.repeat(3_000_000)],
  ['alg none without signature', () => handmade({ alg: 'none', typ: 'at+jwt', kid: 'ec' }, '')],
  ['alg None in other letters', () => handmade({ alg: 'NoNe', typ: 'at+jwt', kid: 'ec' }, '')],
  ['no alg', () => handmade({ typ: 'at+jwt', kid: 'ec' }, 'AAAA')],
  [
    'HS256 keyed with the RSA key as PEM',
    () => handmade({ alg: 'HS256', typ: 'at+jwt', kid: 'rsa' }, hmacWith(pemOfRsa)),
  ],
  [
    'HS256 keyed with the modulus',
    () => handmade({ alg: 'HS256', typ: 'at+jwt', kid: 'rsa' }, hmacWith(Buffer.from(jwks.keys[0]!.n!, 'base64url'))),
  ],
  ['HS256 keyed with nothing', () => handmade({ alg: 'HS256', typ: 'at+jwt', kid: 'ec' }, hmacWith(''))],
  ['HMAC that says RS256', () => handmade({ alg: 'RS256', typ: 'at+jwt', kid: 'rsa' }, hmacWith(pemOfRsa))],
  ['PS256 with the right key', () => token({}, { alg: 'PS256', kid: 'rsa' }, rsa.privateKey)],
  ['RS512 with the right key', () => token({}, { alg: 'RS512', kid: 'rsa' }, rsa.privateKey)],
  ['EdDSA', () => token({}, { alg: 'EdDSA' }, generateKeyPairSync('ed25519').privateKey)],
  ['signature of another key', () => token({}, {}, foreign.privateKey)],
  ['ES256 under the kid of the RSA key', () => token({}, { kid: 'rsa' })],
  [
    'signature of zeros',
    () => handmade({ alg: 'ES256', typ: 'at+jwt', kid: 'ec' }, Buffer.alloc(64).toString('base64url')),
  ],
  ['empty signature', () => handmade({ alg: 'ES256', typ: 'at+jwt', kid: 'ec' }, '')],
  [
    'signature of another token',
    async () => handmade({ alg: 'ES256', typ: 'at+jwt', kid: 'ec' }, (await token()).split('.')[2]!),
  ],
  ['unknown kid', () => token({}, { kid: 'nobody' })],
  ['no kid', () => token({}, { kid: undefined })],
  ['kid that is a path', () => token({}, { kid: '../../../../dev/null' })],
  ['kid that is SQL', () => token({}, { kid: "x' UNION SELECT 'AA" })],
  ['kid that is an object', () => handmade({ alg: 'ES256', typ: 'at+jwt', kid: { a: 1 } }, 'AAAA')],
  [
    'own key in jwk',
    async () => token({}, { kid: 'own', jwk: await exportJWK(foreign.publicKey) }, foreign.privateKey),
  ],
  [
    'own key in jwk under a known kid',
    async () => token({}, { jwk: await exportJWK(foreign.publicKey) }, foreign.privateKey),
  ],
  [
    'keys at an address of its own',
    () => token({}, { kid: 'own', jku: 'https://evil.example.com/jwks' }, foreign.privateKey),
  ],
  ['critical extension', () => token({}, { crit: ['urn:x'], 'urn:x': 1 })],
  [
    'payload that is not encoded (b64)',
    () => handmade({ alg: 'ES256', typ: 'at+jwt', kid: 'ec', b64: false, crit: ['b64'] }, 'AAAA'),
  ],
  ['typ JWT, as ID tokens have', () => token({}, { typ: 'JWT' })],
  ['typ of a signed context', () => token({}, { typ: 'inopsio-context+jwt' })],
  ['no typ', () => token({}, { typ: undefined })],
  ['another issuer', () => token({ iss: 'https://evil.example.com' })],
  ['issuer with a slash more', () => token({ iss: `${issuer}/` })],
  ['no issuer', () => token({ iss: undefined })],
  ['another audience', () => token({ aud: 'urn:other:api' })],
  ['no audience', () => token({ aud: undefined })],
  ['no end', () => token({ exp: undefined })],
  ['end that is a text', () => token({ exp: `${now + 900}` })],
  ['no beginning', () => token({ iat: undefined })],
  ['issued tomorrow', () => token({ iat: now + 86_400, exp: now + 90_000 })],
  ['not valid before tomorrow', () => token({ nbf: now + 86_400 })],
  ['no user', () => token({ sub: undefined })],
  ['user that is no UUID', () => token({ sub: 'ada' })],
  ['no tenant', () => token({ tenant_id: undefined })],
  ['tenant that is no UUID', () => token({ tenant_id: 'public"; DROP SCHEMA' })],
  ['tenant in capitals', () => token({ tenant_id: '01890000-0000-7000-8000-00000000AC3E' })],
  ['slug that is a host name', () => token({ tenant: 'acme.example.com' })],
  ['roles that are a text', () => token({ roles: 'admin' })],
  ['roles that are objects', () => token({ roles: [{ name: 'admin' }] })],
  ['scopes without end', () => token({ scope: Array.from({ length: 101 }, (_, n) => `s${n}`).join(' ') })],
  ['attributes that nest', () => token({ attributes: { region: { eu: true } } })],
];

describe('a forged token', () => {
  test.each(forgeries)('%s: TOKEN_INVALID', async (_, make) => {
    expect(await codeOf(make())).toBe('TOKEN_INVALID');
  });

  test('whose genuine twin was accepted before is still refused', async () => {
    const genuine = await token();
    expect(await codeOf(genuine)).toBe('accepted');
    const [header, , signature] = genuine.split('.');
    expect(await codeOf(`${header}.${encode({ ...claims, roles: ['admin'] })}.${signature}`)).toBe('TOKEN_INVALID');
  });

  test('expired and forged is invalid, so that a forger learns nothing of times', async () => {
    expect(await codeOf(token({ exp: now - 60 }, {}, foreign.privateKey))).toBe('TOKEN_INVALID');
    expect(await codeOf(token({ exp: now - 60 }))).toBe('TOKEN_EXPIRED');
  });
});
