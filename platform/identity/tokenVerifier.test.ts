import { generateKeyPairSync } from 'node:crypto';
import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { exportJWK, type JWTPayload } from 'jose';
import type { CodedError } from '../errors/codedError.ts';
import { encoded, tokenForge } from './testkit/forgeToken.ts';
import { tokenForgeries } from './testkit/tokenForgeries.ts';
import { createTokenVerifier } from './tokenVerifier.ts';

const issuer = 'https://issuer.example.com';
const audience = 'urn:inopsio:api';
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
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

const ground = { claims, ec: { kid: 'ec', ...ec }, rsa: { kid: 'rsa', ...rsa } };
const { signed: token, foreign } = tokenForge(ground);

async function codeOf(made: string | Promise<string>): Promise<string> {
  const text = await made;
  return verifier.verify(text).then(
    () => 'accepted',
    (error: CodedError) => error.code,
  );
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

describe('a forged token', () => {
  test.each(tokenForgeries(ground))('$name: TOKEN_INVALID', async ({ make }) => {
    expect(await codeOf(make())).toBe('TOKEN_INVALID');
  });

  test('is no token at all when it is empty', async () => {
    expect(await codeOf('')).toBe('TOKEN_INVALID');
  });

  test('whose genuine twin was accepted before is still refused', async () => {
    const genuine = await token();
    expect(await codeOf(genuine)).toBe('accepted');
    const [header, , signature] = genuine.split('.');
    expect(await codeOf(`${header}.${encoded({ ...claims, roles: ['admin'] })}.${signature}`)).toBe('TOKEN_INVALID');
  });

  test('expired and forged is invalid, so that a forger learns nothing of times', async () => {
    expect(await codeOf(token({ exp: now - 60 }, {}, foreign.privateKey))).toBe('TOKEN_INVALID');
    expect(await codeOf(token({ exp: now - 60 }))).toBe('TOKEN_EXPIRED');
  });
});
