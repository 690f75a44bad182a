import { generateKeyPairSync } from 'node:crypto';
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createContextSigner } from '#platform/identity/contextSigner.ts';
import { GraphSocket } from './clients/graphSocket.ts';
import { codesOf, postGraphql } from './clients/postGraphql.ts';
import { readTenantRows, type TenantRows } from './databases/tenantRows.ts';
import { startTestPlatform, type TestGraph } from './startTestPlatform.ts';
import { badTokens } from './tokens.ts';

const change = { query: 'mutation { createWorkspace(input: { name: "Intruders" }) { __typename } }' };

let graph: TestGraph;
let before: TenantRows[];
const rows = () =>
  Promise.all(
    [graph.principal('acme', 'ada'), graph.principal('globex', 'grace')].map(({ tenantId }) =>
      readTenantRows(graph.platform, tenantId),
    ),
  );

beforeAll(async () => {
  graph = await startTestPlatform();
  before = await rows();
});
afterAll(() => graph?.close());

/** What was refused changed nothing in any tenant. */
async function expectNothingWritten(): Promise<void> {
  const after = await rows();
  expect(after.map(({ checksums }) => checksums)).toEqual(before.map(({ checksums }) => checksums));
}

describe('a token', () => {
  test('that is not acceptable is refused over HTTP and WebSocket, whatever is wrong with it', async () => {
    for (const [what, token] of Object.entries(await badTokens(graph.platform))) {
      const code = what.startsWith('expired') ? 'TOKEN_EXPIRED' : 'TOKEN_INVALID';
      const answer = await postGraphql(graph.graphqlUrl, change, { authorization: `Bearer ${token}` });
      expect({ what, status: answer.status, codes: codesOf(answer) }).toEqual({ what, status: 401, codes: [code] });
      expect(answer.body).not.toHaveProperty('data');
      const socket = await GraphSocket.open(graph.platform.routerUrl);
      socket.send({ type: 'connection_init', payload: { Authorization: `Bearer ${token}` } });
      expect({ what, ...(await socket.closed) }).toEqual({ what, code: 4403, reason: code });
    }
    await expectNothingWritten();
  });

  test('is needed', async () => {
    const answer = await postGraphql(graph.graphqlUrl, change);
    expect({ status: answer.status, codes: codesOf(answer) }).toEqual({ status: 401, codes: ['UNAUTHENTICATED'] });
  });
});

describe('another tenant', () => {
  test.each(['globex', '01890000-0000-7000-8000-00000061b0e8', 'no-such-tenant', ''])(
    'in the header: %p',
    async (tenant) => {
      const headers = { ...(await graph.bearer('acme', 'ada')), 'x-tenant-id': tenant };
      const answer = await postGraphql(graph.graphqlUrl, change, headers);
      expect({ status: answer.status, codes: codesOf(answer) }).toEqual({ status: 403, codes: ['TENANT_MISMATCH'] });
      expect(answer.text).not.toMatch(/globex|01890000-0000-7000-8000-00000061b0e8|no-such/);
      await expectNothingWritten();
    },
  );

  test.each([
    ['globex.inopsio.test', 403],
    ['no-such.inopsio.test', 403],
    ['acme.globex.inopsio.test', 403],
    ['acme.inopsio.test', 200],
  ])('in the host name: %s', async (host, status) => {
    const { authorization } = await graph.bearer('acme', 'ada');
    const answer = await askHost(host, authorization, { query: '{ tenant { slug } }' });
    const expected = status === 200 ? '{"data":{"tenant":{"slug":"acme"}}' : '"code":"TENANT_MISMATCH"';
    expect(answer).toEqual({ status, text: expect.stringContaining(expected) });
  });

  test('in a WebSocket', async () => {
    const socket = await GraphSocket.open(graph.platform.routerUrl, { 'x-tenant-id': 'globex' });
    socket.send({ type: 'connection_init', payload: { ...(await authorization()) } });
    expect(await socket.closed).toEqual({ code: 4403, reason: 'TENANT_MISMATCH' });
  });
});

describe('a subgraph', () => {
  test('answers nothing without a context that the router signed', async () => {
    const admin = graph.principal('acme', 'ada');
    const forger = createContextSigner(generateKeyPairSync('ed25519').privateKey);
    const [head, , signature] = graph.contexts.sign(admin).split('.') as [string, string, string];
    const claims = { iss: 'inopsio-router', aud: 'inopsio-subgraph', iat: 0, exp: 9999999999, principal: admin };
    const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const attempts: [headers: Record<string, string>, code: string][] = [
      [{}, 'CONTEXT_MISSING'],
      [await graph.bearer('acme', 'ada'), 'CONTEXT_MISSING'],
      [{ 'x-inopsio-context': '' }, 'CONTEXT_MISSING'],
      [{ 'x-inopsio-context': 'a.b.c' }, 'CONTEXT_INVALID'],
      [{ 'x-inopsio-context': forger.sign(admin) }, 'CONTEXT_INVALID'],
      [{ 'x-inopsio-context': `${head}.${encode(claims)}.${signature}` }, 'CONTEXT_INVALID'],
      [{ 'x-inopsio-context': `${encode({ alg: 'none' })}.${encode(claims)}.` }, 'CONTEXT_INVALID'],
    ];
    const entities = { query: '{ _entities(representations: []) { __typename } }' };
    for (const { url } of graph.platform.subgraphs) {
      for (const [headers, code] of attempts) {
        for (const body of [change, entities, { query: '{ _service { sdl } }' }, '{']) {
          const answer = await postGraphql(url, body, headers);
          expect({ status: answer.status, codes: codesOf(answer) }).toEqual({ status: 401, codes: [code] });
          expect(answer.body).not.toHaveProperty('data');
        }
      }
    }
    await expectNothingWritten();
  });

  test('checks rights again, also of a signed context', async () => {
    const viewer = { 'x-inopsio-context': graph.contexts.sign(graph.principal('acme', 'vic')) };
    const nobody = { 'x-inopsio-context': graph.contexts.sign(null) };
    const { url } = graph.platform.subgraphs.find(({ name }) => name === 'tenant')!;
    expect(codesOf(await postGraphql(url, change, viewer))).toEqual(['FORBIDDEN']);
    expect(codesOf(await postGraphql(url, change, nobody))).toEqual(['UNAUTHENTICATED']);
    await expectNothingWritten();
  });
});

async function authorization(): Promise<{ Authorization: string }> {
  return { Authorization: (await graph.bearer('acme', 'ada')).authorization };
}

/** Asks under a host name: `fetch` sends none but the address's. */
function askHost(host: string, authorization: string, body: object): Promise<{ status: number; text: string }> {
  const { promise, resolve, reject } = Promise.withResolvers<{ status: number; text: string }>();
  const headers = { host, authorization, 'content-type': 'application/json' };
  request(graph.graphqlUrl, { method: 'POST', headers }, async (response) => {
    const text = (await response.setEncoding('utf8').toArray()).join('');
    resolve({ status: response.statusCode!, text });
  })
    .on('error', reject)
    .end(JSON.stringify(body));
  return promise;
}
