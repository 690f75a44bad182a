import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { loadConfig } from '#platform/config/loadConfig.ts';
import { guardsOfConfig } from './guardsOfConfig.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'inopsio-guards-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function file(name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}

const guardsOf = (env: Record<string, string>) => guardsOfConfig(loadConfig(env));

test('without settings everything is bounded, partners have a safelist, and nothing is listed', async () => {
  const guards = await guardsOf({});
  expect(guards).toMatchObject({
    accessMode: 'reject',
    automaticPersistedQueries: true,
    batchLimit: 0,
    costLimits: { public: 100_000, user: 100_000, partner: 100_000 },
    documentLimits: { tokens: 5_000, depth: 20, aliases: 50, rootFields: 20 },
  });
  expect(guards.safelist?.modes).toEqual({ public: 'open', user: 'open', partner: 'safelist' });
  expect(guards.safelist?.operations).toEqual([]);
  expect(guards).not.toHaveProperty('maskErrors');
  expect(guards).not.toHaveProperty('policies');
});

test('manifests and policies come from files', async () => {
  const manifest = await file('web.json', '{"one":"{ open }"}');
  const policies = await file('policies.yaml', 'policies:\n  all: "true"\n');
  const guards = await guardsOf({
    PERSISTED_OPERATIONS: `public=${manifest},partner:acme=${manifest}`,
    POLICIES_FILE: policies,
    SAFELIST_PUBLIC: 'log',
    MASK_ERRORS: 'on',
  });
  expect(guards.safelist?.textOf(null, 'one')).toBe('{ open }');
  expect(guards.safelist?.modeOf(null)).toBe('log');
  expect(guards.maskErrors).toBe(true);
  expect(guards.policies).toBeDefined();
});

test.each([
  [{}, [true, true, true]],
  [{ OIDC_ISSUER: 'https://issuer.example.com' }, [false, true, false]],
  [{ OIDC_ISSUER: 'https://issuer.example.com', INTROSPECTION_PUBLIC: 'on' }, [true, true, false]],
  [{ INTROSPECTION_PUBLIC: 'off', INTROSPECTION_USER: 'off' }, [false, false, true]],
  [{ INTROSPECTION: 'off', INTROSPECTION_PUBLIC: 'on' }, [false, false, false]],
])('with %j, introspection is for public, users, partners: %j', async (env, [isPublic, user, partner]) => {
  expect((await guardsOf(env)).introspection).toEqual({ public: isPublic, user, partner });
});

test.each([
  ['CONFIG_INVALID', async () => ({ PERSISTED_OPERATIONS: 'public=no/such/file.json' })],
  ['CONFIG_INVALID', async () => ({ PERSISTED_OPERATIONS: `admin=${await file('a.json', '{}')}` })],
  ['CONFIG_INVALID', async () => ({ POLICIES_FILE: 'no/such/file.yaml' })],
  ['CONFIG_INVALID', async () => ({ SAFELIST_USER: 'sometimes' })],
  ['MANIFEST_INVALID', async () => ({ PERSISTED_OPERATIONS: `user=${await file('b.json', '[]')}` })],
  ['POLICIES_INVALID', async () => ({ POLICIES_FILE: await file('c.yaml', 'policies:\n  a: user.') })],
])('%s stops the start', async (code, env) => {
  await expect((async () => guardsOf(await env()))()).rejects.toMatchObject({ code });
});
