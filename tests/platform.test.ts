import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { demoTenants } from '#platform/embedded/issuer/demoIdentities.ts';
import { startTestPlatform, type TestPlatform } from './platform.ts';

let platform: TestPlatform;

beforeAll(async () => {
  platform = await startTestPlatform();
});

afterAll(() => platform.close());

async function ask(query: string, headers: Record<string, string>) {
  const response = await fetch(`${platform.routerUrl}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query }),
  });
  return (await response.json()) as { data?: unknown; errors?: { extensions: { code: string } }[] };
}

const bearer = async (tenant: string, user: string) => ({
  authorization: `Bearer ${await platform.token(tenant, user)}`,
});

describe('the whole platform', () => {
  test.each(demoTenants.flatMap(({ slug, users }) => users.map(({ login, name }) => [slug, login, name] as const)))(
    'tenant %s knows its user %s',
    async (tenant, user, name) => {
      expect(await ask('{ me { name status } tenant { slug } }', await bearer(tenant, user))).toEqual({
        data: { me: { name, status: 'ACTIVE' }, tenant: { slug: tenant } },
      });
    },
  );

  test('the operator of the platform reads no tenant', async () => {
    const { errors } = await ask('{ tenant { slug } }', await bearer('platform', 'ops'));
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['FORBIDDEN']);
  });

  test.each([
    ['the header', { 'x-tenant-id': 'globex' }, 'TENANT_MISMATCH'],
    ['a broken token', { authorization: 'Bearer let.me.in' }, 'TOKEN_INVALID'],
  ])('%s can refuse a request but never widen it', async (_, headers, code) => {
    const { data, errors } = await ask('{ me { name } }', { ...(await bearer('acme', 'ada')), ...headers });
    expect(data ?? null).toBeNull();
    expect(errors?.[0]?.extensions.code).toBe(code);
  });

  test('a subgraph answers nobody but the router, also with a good token', async () => {
    for (const { url } of platform.subgraphs) {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(await bearer('acme', 'ada')) },
        body: JSON.stringify({ query: '{ __typename }' }),
      });
      expect(await response.text()).toContain('CONTEXT_MISSING');
    }
  });

  test('closing it leaves no database and no role behind', async () => {
    const own = await startTestPlatform();
    const prefix = new URL([...own.databases.values()][0]!.databaseUrl).username.split('_')[0]!;
    const client = new pg.Client({ connectionString: own.databaseServerUrl });
    await client.connect();
    const left = async () => {
      const { rows } = await client.query(
        `SELECT (SELECT count(*) FROM pg_database WHERE starts_with(datname, $1)) + (SELECT count(*) FROM pg_roles WHERE starts_with(rolname, $1)) AS count`,
        [prefix],
      );
      return Number(rows[0].count);
    };
    expect(await left()).toBeGreaterThan(10);
    await own.close();
    expect(await left()).toBe(0);
    await client.end();
  });
});
