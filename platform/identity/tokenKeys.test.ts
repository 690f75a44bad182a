import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
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

/** Clocks stand until they are advanced; timers run on, since sockets need them. */
function holdClocks(): void {
  const timers = ['nextTick', 'setImmediate', 'queueMicrotask', 'setTimeout', 'setInterval'] as const;
  jest.useFakeTimers({ now: Date.now(), doNotFake: [...timers, 'clearTimeout', 'clearInterval', 'clearImmediate'] });
}

afterEach(() => {
  jest.useRealTimers();
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
    const verifier = createTokenVerifier({ issuer, audience, keyFetchPace: { known: 30_000, unknown: 0 } });
    named = 'https://another.example.com';
    const genuine = await token('first', first.privateKey);
    expect(await codeOf(verifier.verify(genuine))).toBe('IDENTITY_UNAVAILABLE');
    named = issuer;
    expect(await codeOf(verifier.verify(genuine))).toBe('accepted');
  });

  test('are asked for once in a second, however many tokens come, while there are none', async () => {
    const verifier = createTokenVerifier({ issuer, audience, keyFetchPace: { known: 30_000, unknown: 3_600_000 } });
    named = 'https://another.example.com';
    const genuine = await token('first', first.privateKey);
    for (let n = 0; n < 100; n++) expect(await codeOf(verifier.verify(genuine))).toBe('IDENTITY_UNAVAILABLE');
    expect(fetched).toEqual(['/.well-known/openid-configuration']);
  });

  test('that are known serve on while the issuer answers nonsense', async () => {
    const verifier = createTokenVerifier({ issuer, audience, keyFetchPace: { known: 0, unknown: 0 } });
    expect(await codeOf(verifier.verify(await token('first', first.privateKey)))).toBe('accepted');
    keys = [{ kty: 'nonsense' } as JWK, null as unknown as JWK];
    expect(await codeOf(verifier.verify(await token('second', second.privateKey)))).toBe('IDENTITY_UNAVAILABLE');
    expect(await codeOf(verifier.verify(await token('first', first.privateKey)))).toBe('accepted');
  });

  test('are fetched anew when they are ten minutes old, without anybody waiting for it', async () => {
    holdClocks();
    const verifier = createTokenVerifier({ issuer, audience });
    expect(await codeOf(verifier.verify(await token('first', first.privateKey)))).toBe('accepted');
    jest.advanceTimersByTime(601_000);
    const renewed = once(server, 'request');
    expect(await codeOf(verifier.verify(await token('first', first.privateKey)))).toBe('accepted');
    await renewed;
    expect(fetched.filter((each) => each === '/jwks')).toHaveLength(2);
  });

  test('of an issuer that is out of reach are trusted for an hour and no longer', async () => {
    holdClocks();
    const verifier = createTokenVerifier({ issuer, audience });
    expect(await codeOf(verifier.verify(await token('first', first.privateKey)))).toBe('accepted');
    keys = [null as unknown as JWK];
    jest.advanceTimersByTime(3_590_000);
    expect(await codeOf(verifier.verify(await token('first', first.privateKey)))).toBe('accepted');
    jest.advanceTimersByTime(20_000);
    expect(await codeOf(verifier.verify(await token('first', first.privateKey)))).toBe('IDENTITY_UNAVAILABLE');
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
