import { createPrivateKey, createPublicKey, generateKeyPairSync, sign as signBytes } from 'node:crypto';
import { afterEach, describe, expect, jest, test } from '@jest/globals';
import type { CodedError } from '../errors/codedError.ts';
import { createContextSigner, createContextVerifier } from './signedContext.ts';
import { testPrincipal } from './testPrincipal.ts';

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const signer = createContextSigner(privateKey);
const verifier = createContextVerifier(publicKey);
const principal = testPrincipal();

function codeOf(header: string | undefined): string {
  try {
    verifier.verify(header);
  } catch (error) {
    return (error as CodedError).code;
  }
  return 'accepted';
}

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A context as a forger with the router's own key would make it. */
function forged(
  claims: Record<string, unknown>,
  header: object = { alg: 'EdDSA', typ: 'inopsio-context+jwt' },
): string {
  const now = Math.floor(Date.now() / 1000);
  const base = { iss: 'inopsio-router', aud: 'inopsio-subgraph', iat: now, exp: now + 60, principal };
  const signed = `${encode(header)}.${encode({ ...base, ...claims })}`;
  return `${signed}.${signBytes(null, Buffer.from(signed), privateKey).toString('base64url')}`;
}

afterEach(() => {
  jest.useRealTimers();
});

describe('signed context', () => {
  test('carries the principal, or null for a request without token', () => {
    expect(verifier.verify(signer.sign(principal))).toEqual(principal);
    expect(verifier.verify(signer.sign(null))).toBeNull();
    expect(codeOf(forged({}))).toBe('accepted');
  });

  test('is signed once per principal while fresh, and anew before it could end on its way', () => {
    jest.useFakeTimers({ now: 1_800_000_000_000 });
    const first = signer.sign(principal);
    expect(signer.sign(principal)).toBe(first);
    expect(signer.sign({ ...principal, roles: [] })).not.toBe(first);
    jest.setSystemTime(1_800_000_031_000);
    expect(signer.sign(principal)).not.toBe(first);
  });

  test('ends after a minute and the tolerance, also when it was verified before', () => {
    jest.useFakeTimers({ now: 1_800_000_000_000 });
    const header = signer.sign({ ...principal });
    jest.setSystemTime(1_800_000_064_000);
    expect(codeOf(header)).toBe('accepted');
    jest.setSystemTime(1_800_000_065_000);
    expect(codeOf(header)).toBe('CONTEXT_EXPIRED');
    expect(codeOf(header)).toBe('CONTEXT_EXPIRED');
  });

  test.each([undefined, ''])('header %p is CONTEXT_MISSING', (header) => {
    expect(codeOf(header)).toBe('CONTEXT_MISSING');
  });

  const now = Math.floor(Date.now() / 1000);
  const [protectedPart, payload, signature] = signer.sign(principal).split('.') as [string, string, string];
  const other = generateKeyPairSync('ed25519');
  test.each<[string, string]>([
    ['no JWS', 'hello'],
    ['no signature', `${protectedPart}.${payload}.`],
    ['a fourth part', `${protectedPart}.${payload}.${signature}.x`],
    ['padding', `${protectedPart}.${payload}.${signature}==`],
    ['another payload under the signature', `${protectedPart}.${encode({ principal })}.${signature}`],
    ['a payload cut short', `${protectedPart}.${payload.slice(0, -4)}.${signature}`],
    ['the signature of another key', createContextSigner(other.privateKey).sign(principal)],
    ['alg none', `${encode({ alg: 'none' })}.${payload}.${signature}`],
    ['alg none, signed', forged({}, { alg: 'none', typ: 'inopsio-context+jwt' })],
    ['alg HS256, signed', forged({}, { alg: 'HS256', typ: 'inopsio-context+jwt' })],
    ['another typ', forged({}, { alg: 'EdDSA', typ: 'at+jwt' })],
    [
      'a key of its own',
      forged({}, { alg: 'EdDSA', typ: 'inopsio-context+jwt', jwk: other.publicKey.export({ format: 'jwk' }) }),
    ],
    ['a critical extension', forged({}, { alg: 'EdDSA', typ: 'inopsio-context+jwt', crit: ['b64'], b64: false })],
    ['another issuer', forged({ iss: 'inopsio-issuer' })],
    ['another audience', forged({ aud: 'inopsio-router' })],
    ['a list of audiences', forged({ aud: ['inopsio-subgraph'] })],
    ['no end', forged({ exp: undefined })],
    ['a life of an hour', forged({ exp: now + 3600 })],
    ['an end before its beginning', forged({ iat: now, exp: now - 1 })],
    ['a beginning in the future', forged({ iat: now + 600, exp: now + 660 })],
    ['times as texts', forged({ iat: `${now}`, exp: `${now + 60}` })],
    ['no principal', forged({ principal: undefined })],
    ['a tenant that is no UUID', forged({ principal: { ...principal, tenantId: "x'; --" } })],
    ['a user that is no UUID', forged({ principal: { ...principal, userId: 7 } })],
    ['roles that are a text', forged({ principal: { ...principal, roles: 'admin' } })],
    ['attributes that are objects', forged({ principal: { ...principal, attributes: { a: {} } } })],
    ['an endless text', 'A'.repeat(1_000_000)],
  ])('with %s it is CONTEXT_INVALID', (_, header) => {
    expect(codeOf(header)).toBe('CONTEXT_INVALID');
  });

  test('keys of another kind are refused at once', () => {
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
    expect(() => createContextSigner(rsa.privateKey)).toThrow(TypeError);
    expect(() => createContextVerifier(rsa.publicKey)).toThrow(TypeError);
    const pem = privateKey.export({ format: 'pem', type: 'pkcs8' });
    expect(() => createContextVerifier(createPrivateKey(pem))).toThrow(TypeError);
    expect(() => createContextSigner(createPublicKey(pem))).toThrow(TypeError);
  });
});
