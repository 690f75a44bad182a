import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { decodeProtectedHeader } from 'jose';
import { scopesOfRoles } from '#platform/identity/roles.ts';
import { createTokenVerifier } from '#platform/identity/tokenVerifier.ts';
import { nullLogger } from '#platform/logs/nullLogger.ts';
import { demoToken, demoTokens } from './demoToken.ts';
import { issuerSecrets } from './issuerSecrets.ts';
import { rotateIssuerKeys } from './rotateIssuerKeys.ts';
import { type EmbeddedIssuer, startEmbeddedIssuer } from './startEmbeddedIssuer.ts';

let dataDir: string;
let issuer: EmbeddedIssuer;
const start = () => startEmbeddedIssuer({ dataDir, host: '127.0.0.1', port: 0, logger: nullLogger });
const ada = { tenant: 'acme', user: 'ada' };

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'issuer-'));
  issuer = await start();
});

afterAll(async () => {
  await issuer.close();
  await rm(dataDir, { recursive: true });
});

/** Asks the token endpoint and gives status and answer. */
async function askToken(body: Record<string, string>, headers: Record<string, string> = {}, at = issuer) {
  const response = await fetch(`${at.url}/token`, { method: 'POST', headers, body: new URLSearchParams(body) });
  return { status: response.status, body: (await response.json()) as Record<string, string> };
}

const refresh = (token: string, at = issuer) =>
  askToken({ grant_type: 'refresh_token', client_id: 'inopsio-cli', refresh_token: token }, {}, at);

function authorize(changes: Record<string, string | undefined>): Promise<Response> {
  const query = {
    client_id: 'inopsio-cli',
    response_type: 'code',
    redirect_uri: 'http://127.0.0.1:5000/callback',
    scope: 'openid',
    code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    code_challenge_method: 'S256',
    ...changes,
  };
  const given = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return fetch(`${issuer.url}/auth?${new URLSearchParams(given)}`, { redirect: 'manual' });
}

describe('discovery', () => {
  test('names this issuer, code flow with S256 only, and what OpenID Connect demands', async () => {
    const document = await (await fetch(`${issuer.url}/.well-known/openid-configuration`)).json();
    expect(document).toMatchObject({
      issuer: issuer.url,
      jwks_uri: issuer.jwksUri,
      response_types_supported: ['code'],
      code_challenge_methods_supported: ['S256'],
      grant_types_supported: ['authorization_code', 'refresh_token', 'client_credentials'],
      id_token_signing_alg_values_supported: expect.arrayContaining(['RS256']),
    });
  });

  test('publishes one key for RS256 and one for ES256, public parts only', async () => {
    const { keys } = (await (await fetch(issuer.jwksUri)).json()) as { keys: Record<string, string>[] };
    expect(keys.map(({ alg }) => alg).sort()).toEqual(['ES256', 'RS256']);
    for (const key of keys)
      expect(Object.keys(key)).not.toEqual(expect.arrayContaining([expect.stringMatching(/^(d|p|q|dp|dq|qi)$/)]));
  });
});

describe('a user who signs in', () => {
  test('gets an access token that the router accepts, with the scopes of the roles', async () => {
    const principal = await createTokenVerifier({ ...issuer, issuer: issuer.url }).verify(await demoToken(issuer, ada));
    expect(principal).toMatchObject({ tenantSlug: 'acme', roles: ['admin'], attributes: { department: 'management' } });
    expect([...principal.scopes].sort()).toEqual(scopesOfRoles(['admin']).sort());
  });

  test('gets no scope beyond the roles, although the client asks for all', async () => {
    expect((await demoTokens(issuer, { tenant: 'acme', user: 'vic' })).scope.split(' ').sort()).toEqual(
      scopesOfRoles(['viewer']).sort(),
    );
    expect((await demoTokens(issuer, { tenant: 'platform', user: 'ops' })).scope).toBe('platform:provision');
  });

  test('gets an ID token of another type, which the router refuses', async () => {
    const tokens = await demoTokens(issuer, ada);
    expect(decodeProtectedHeader(tokens.access_token)).toMatchObject({ alg: 'ES256', typ: 'at+jwt' });
    expect(decodeProtectedHeader(tokens.id_token).alg).toBe('RS256');
    const verifier = createTokenVerifier({ issuer: issuer.url, audience: 'inopsio-cli' });
    await expect(verifier.verify(tokens.id_token)).rejects.toMatchObject({ code: 'TOKEN_INVALID' });
  });

  test('with a wrong password is refused', async () => {
    const wrong = { ...issuer, demoPassword: 'open sesame!' };
    await expect(demoToken(wrong, ada)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  test('under an unknown name is told which there are', async () => {
    await expect(demoToken(issuer, { tenant: 'initech', user: 'ada' })).rejects.toThrow(
      'Tenants: acme, globex, platform',
    );
    await expect(demoToken(issuer, { tenant: 'globex', user: 'ada' })).rejects.toThrow('grace (admin), gus (member)');
  });
});

describe('refresh tokens', () => {
  test('are good for one use; a second use ends all that came of the sign-in', async () => {
    const tokens = await demoTokens(issuer, ada);
    const second = await refresh(tokens.refresh_token);
    expect(second.status).toBe(200);
    expect(second.body.refresh_token).not.toBe(tokens.refresh_token);
    expect((await refresh(tokens.refresh_token)).body.error).toBe('invalid_grant');
    expect((await refresh(second.body.refresh_token!)).body.error).toBe('invalid_grant');
  });

  test('outlive a restart, also the memory of their use', async () => {
    const [fresh, used] = await Promise.all([demoTokens(issuer, ada), demoTokens(issuer, ada)]);
    await refresh(used.refresh_token);
    const restarted = await start();
    try {
      expect((await refresh(used.refresh_token, restarted)).body.error).toBe('invalid_grant');
      expect((await refresh(fresh.refresh_token, restarted)).status).toBe(200);
    } finally {
      await restarted.close();
    }
  });

  test('do not lie on the disk, only their hashes', async () => {
    const { refresh_token } = await demoTokens(issuer, ada);
    const folder = join(dataDir, 'issuer', 'grants');
    const files = await readdir(folder);
    expect(files.length).toBeGreaterThan(0);
    const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
    expect(files.join() + texts.join()).not.toContain(refresh_token);
  });
});

describe('the authorization endpoint', () => {
  test('sends a browser to the sign-in page, which cannot be framed', async () => {
    const response = await authorize({});
    expect(response.headers.get('location')).toMatch(/^\/interaction\//);
    const cookie = response.headers
      .getSetCookie()
      .map((text) => text.split(';')[0])
      .join('; ');
    const page = await fetch(`${issuer.url}${response.headers.get('location')}`, { headers: { cookie } });
    expect(page.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(await page.text()).toContain('Ada Lovelace');
  });

  test('refuses a sign-in page without its cookie', async () => {
    const response = await authorize({});
    expect((await fetch(`${issuer.url}${response.headers.get('location')}`)).status).toBe(400);
  });

  test.each([
    ['no PKCE', { code_challenge: undefined, code_challenge_method: undefined }, 'invalid_request'],
    ['plain PKCE', { code_challenge_method: 'plain' }, 'invalid_request'],
    ['implicit flow', { response_type: 'token' }, 'unsupported_response_type'],
    ['another API', { resource: 'urn:other:api' }, 'invalid_target'],
  ])('refuses %s', async (_, changes, error) => {
    const location = (await authorize(changes)).headers.get('location');
    expect(new URL(location!).href).toContain(`error=${error}`);
  });

  test.each([
    ['a foreign redirect', { redirect_uri: 'https://evil.example.com/callback' }],
    ['an unknown client', { client_id: 'nobody' }],
  ])('never redirects to %s', async (_, changes) => {
    const response = await authorize(changes);
    expect([response.status, response.headers.get('location')]).toEqual([400, null]);
  });
});

describe('a partner', () => {
  const ask = async (scope: string, secret?: string) => {
    const known = (await issuerSecrets(dataDir)).partnerSecrets['acme-logistics']!;
    const authorization = `Basic ${Buffer.from(`acme-logistics:${secret ?? known}`).toString('base64')}`;
    return askToken({ grant_type: 'client_credentials', scope }, { authorization });
  };

  test('gets a token of its tenant with its own scopes and no others', async () => {
    const { body } = await ask('crm:read erp:read erp:pay');
    const principal = await createTokenVerifier({ ...issuer, issuer: issuer.url }).verify(body.access_token!);
    expect(principal).toMatchObject({
      tenantSlug: 'acme',
      roles: ['partner'],
      scopes: ['crm:read', 'erp:read'],
      attributes: { partner: 'acme-logistics' },
    });
  });

  test('with a wrong secret gets nothing', async () => {
    expect(await ask('crm:read', 'guess')).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
  });
});

describe('keys that are rotated', () => {
  test('sign from the next start on; those before them are still published, those before these no more', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'issuer-'));
    const at = { dataDir: folder, host: '127.0.0.1', port: 0, logger: nullLogger };
    const kids: string[] = [];
    for (let rotation = 0; rotation < 3; rotation++) {
      const running = await startEmbeddedIssuer(at);
      kids.push(decodeProtectedHeader(await demoToken(running, ada)).kid!);
      const { keys } = (await (await fetch(running.jwksUri)).json()) as { keys: { alg: string; kid: string }[] };
      expect(keys.filter(({ alg }) => alg === 'ES256').map(({ kid }) => kid)).toEqual(kids.slice(-2).reverse());
      await running.close();
      await rotateIssuerKeys(folder);
    }
    expect(new Set(kids).size).toBe(3);
    await rm(folder, { recursive: true });
  });
});

describe('the data folder', () => {
  test('keeps secrets readable by their owner only', async () => {
    for (const name of ['secrets.json', 'demo-password']) {
      expect((await stat(join(dataDir, 'issuer', name))).mode & 0o777).toBe(0o600);
    }
  });

  test('that is damaged stops the start with the name of the file', async () => {
    const damaged = await mkdtemp(join(tmpdir(), 'issuer-'));
    await startEmbeddedIssuer({ dataDir: damaged, host: '127.0.0.1', port: 0, logger: nullLogger }).then((it) =>
      it.close(),
    );
    const file = join(damaged, 'issuer', 'secrets.json');
    await writeFile(file, (await readFile(file, 'utf8')).slice(0, 100));
    const again = startEmbeddedIssuer({ dataDir: damaged, host: '127.0.0.1', port: 0, logger: nullLogger });
    await expect(again).rejects.toMatchObject({ code: 'DATA_FOLDER_DAMAGED', message: expect.stringContaining(file) });
    await rm(damaged, { recursive: true });
  });
});
