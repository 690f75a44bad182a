import { describe, expect, test } from '@jest/globals';
import { CodedError } from '../errors/codedError.ts';
import { tenantOfRequest } from './tenantOfRequest.ts';
import { testPrincipal } from './testPrincipal.ts';

const acme = testPrincipal();
const globexId = '01890000-0000-7000-8000-00000061b0e8';
const hints = { header: undefined, host: undefined, hostSuffix: undefined };
const suffix = { ...hints, hostSuffix: 'example.com' };

describe('tenantOfRequest', () => {
  test.each([
    ['the token alone', hints],
    ['the id in the header', { ...hints, header: acme.tenantId }],
    ['the id in capitals', { ...hints, header: acme.tenantId.toUpperCase() }],
    ['the slug in the header', { ...hints, header: 'acme' }],
    ['the host name', { ...suffix, host: 'acme.example.com' }],
    ['the host name with port, capitals and final dot', { ...suffix, host: 'ACME.Example.com.:4000' }],
    ['a host name outside the domain', { ...suffix, host: '127.0.0.1:4000' }],
    ['the bare domain', { ...suffix, host: 'example.com' }],
    ['any host name when hosts name no tenants', { ...hints, host: 'globex.example.com' }],
    ['all three', { header: 'acme', host: 'acme.example.com', hostSuffix: 'example.com' }],
  ])('%s gives the tenant of the token', (_, given) => {
    expect(tenantOfRequest(acme, given)).toEqual({ tenantId: acme.tenantId, tenantSlug: 'acme' });
  });

  test.each([
    ['the header with another id', { ...hints, header: globexId }],
    ['the header with another slug', { ...hints, header: 'globex' }],
    ['an empty header', { ...hints, header: '' }],
    ['two headers joined by HTTP', { ...hints, header: 'acme, globex' }],
    ['the host name of another tenant', { ...suffix, host: 'globex.example.com' }],
    ['a host name below the tenant', { ...suffix, host: 'x.acme.example.com' }],
    ['a right header and a wrong host name', { ...suffix, header: 'acme', host: 'globex.example.com' }],
    ['a wrong header and a right host name', { ...suffix, header: 'globex', host: 'acme.example.com' }],
  ])('%s is TENANT_MISMATCH and shows nothing of either tenant', (_, given) => {
    let error: unknown;
    try {
      tenantOfRequest(acme, given);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(CodedError);
    expect((error as CodedError).code).toBe('TENANT_MISMATCH');
    expect(`${(error as CodedError).message}${JSON.stringify((error as CodedError).extensions)}`).not.toMatch(
      /globex|acme/,
    );
  });

  test('without token, header and host name grant nothing', () => {
    expect(tenantOfRequest(null, { ...suffix, header: 'acme', host: 'acme.example.com' })).toBeNull();
  });
});
