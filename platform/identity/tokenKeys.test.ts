import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { exportJWK, type JWK, SignJWT } from 'jose';
import type { CodedError } from '../errors/codedError.ts';
import { createTokenVerifier } from './tokenVerifier.ts';

const audience = 'urn:inopsio:api';
const first = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const second = generateKeyPairSync('ec', { namedCurve: 'P-256' });
let keys: JWK[];
let fetched: string[];
let named: string;
let server: Server;
let issuer: string;

beforeAll(async () => {
  server = createServer((request, response) => {
    fetched.push(request.url!);
    const discovery = { issuer: named, jwks_uri: `${issuer}/jwks` };
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(request.url === '/jwks' ? { keys } : discovery));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(async () => {
  server.close();
  server.closeAllConnections();
  await once(server, 'close');
});

beforeEach(async () => {
  keys = [{ ...(await exportJWK(first.publicKey)), kid: 'first', alg: 'ES256' }];
  fetched = [];
  named = issuer;
});

function token(kid: string, key: KeyObject): Promise<string> {
  const claims = {
    tenant_id: '01890000-0000-7000-8000-00000000ac3e',
    tenant: 'acme',
    roles: ['viewer'],
    sub: '01890000-0000-7000-8000-0000000000ad',
  };
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid })
    .setIssuer(issuer)
    .setAudience(audience)
    .setIssuedAt()
    .setExpirationTime('5m')
    .sign(key);
}

function codeOf(verified: Promise<unknown>): Promise<string> {
  return verified.then(
    () => 'accepted',
    (error: CodedError) => error.code,
  );
}

describe('keys of a remote issuer', () => {
  test('are found by discovery, once for many tokens', async () => {
    const verifier = createTokenVerifier({ issuer, audience });
    const tokens = await Promise.all(Array.from({ length: 20 }, () => token('first', first.privateKey)));
    expect(new Set(await Promise.all(tokens.map((each) => codeOf(verifier.verify(each)))))).toEqual(
      new Set(['accepted']),
    );
    expect(fetched).toEqual(['/.well-known/openid-configuration', '/jwks']);
  });

  test('are fetched at most once in 30 s for a thousand unknown key ids', async () => {
    const verifier = createTokenVerifier({ issuer, audience, jwks: new URL(`${issuer}/jwks`) });
    const tokens = await Promise.all(Array.from({ length: 1_000 }, (_, n) => token(`unknown-${n}`, second.privateKey)));
    const codes = new Set<string>();
    for (const each of tokens) codes.add(await codeOf(verifier.verify(each)));
    expect(codes).toEqual(new Set(['TOKEN_INVALID']));
    expect(fetched).toEqual(['/jwks']);
  });

  test('that cannot be fetched are nobody’s fault: IDENTITY_UNAVAILABLE, and found again when the issuer is back', async () => {
    const verifier = createTokenVerifier({ issuer, audience });
    named = 'https://another.example.com';
    const genuine = await token('first', first.privateKey);
    expect(await codeOf(verifier.verify(genuine))).toBe('IDENTITY_UNAVAILABLE');
    named = issuer;
    expect(await codeOf(verifier.verify(genuine))).toBe('accepted');
  });

  test('of an address where nobody listens: IDENTITY_UNAVAILABLE', async () => {
    const verifier = createTokenVerifier({ issuer, audience, jwks: new URL('http://127.0.0.1:1/jwks') });
    expect(await codeOf(verifier.verify(await token('first', first.privateKey)))).toBe('IDENTITY_UNAVAILABLE');
  });

  test('that are no key set: IDENTITY_UNAVAILABLE', async () => {
    const verifier = createTokenVerifier({ issuer, audience, jwks: new URL(`${issuer}/other`) });
    expect(await codeOf(verifier.verify(await token('first', first.privateKey)))).toBe('IDENTITY_UNAVAILABLE');
  });
});
