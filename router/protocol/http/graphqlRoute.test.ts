import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type RunningRouter, startRouter } from '../../startRouter.ts';
import { startTestGraph, type TestGraph } from '../../testkit/testGraph.ts';
import { globex, type TestIdentity, testIdentity } from '../../testkit/testIdentity.ts';

let graph: TestGraph;
let identity: TestIdentity;
let router: RunningRouter;

beforeAll(async () => {
  [graph, identity] = await Promise.all([startTestGraph(), testIdentity()]);
  const auth = { verifier: identity.verifier, signer: identity.signer, tenantHostSuffix: 'example.com' };
  router = await startRouter({
    supergraphSdl: graph.supergraphSdl,
    auth,
    port: 0,
    corsOrigins: ['https://app.example.com'],
  });
});
afterAll(async () => {
  await router?.close();
  await graph?.close();
});
beforeEach(() => {
  graph.alerts.seen.length = 0;
});

interface Asked {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: answers are compared as they came
  readonly body: any;
}

async function ask(init: RequestInit, path = '/graphql'): Promise<Asked> {
  const response = await fetch(router.url + path, init);
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text && JSON.parse(text) };
}

function post(body: unknown, headers: Record<string, string> = {}): Promise<Asked> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return ask({ method: 'POST', body: text, headers: { 'content-type': 'application/json', ...headers } });
}

const strict = { accept: 'application/graphql-response+json' };
const code = ({ body }: Asked) => body.errors?.[0]?.extensions.code;
const bearer = async (claims?: Record<string, unknown>) => ({
  authorization: `Bearer ${await identity.token(claims)}`,
});

describe('answers over HTTP', () => {
  test('a query, in the media type that the client accepts', async () => {
    const plain = await post({ query: '{ open }' });
    expect(plain).toMatchObject({ status: 200, body: { data: { open: 'everybody' } } });
    expect(plain.headers.get('content-type')).toBe('application/json; charset=utf-8');
    const own = await post({ query: '{ open }' }, strict);
    expect(own.headers.get('content-type')).toBe('application/graphql-response+json; charset=utf-8');
    expect(own.headers.get('x-content-type-options')).toBe('nosniff');
  });

  test('a query by GET with variables and operation name', async () => {
    const query = new URLSearchParams({
      query: 'query A { open } query B($text: String!) { echo(text: $text, times: 2) }',
      operationName: 'B',
      variables: '{"text":"ab"}',
    });
    expect((await ask({}, `/graphql?${query}`)).body).toEqual({ data: { echo: 'abab' } });
  });

  test('the same document again, from the cache, with other variables and another operation', async () => {
    const query = 'query A($t: String!) { echo(text: $t) } query B { open }';
    expect((await post({ query, operationName: 'A', variables: { t: 'x' } })).body.data).toEqual({ echo: 'x' });
    expect((await post({ query, operationName: 'A', variables: { t: 'y' } })).body.data).toEqual({ echo: 'y' });
    expect((await post({ query, operationName: 'B' })).body.data).toEqual({ open: 'everybody' });
    expect(code(await post({ query }))).toBe('OPERATION_NOT_FOUND');
  });

  test('what a subgraph throws without its words, with the request id', async () => {
    const answer = await post({ query: '{ broken open }' }, { 'x-request-id': 'my-id' });
    expect(answer.status).toBe(200);
    expect(answer.body.data).toEqual({ broken: null, open: 'everybody' });
    expect(JSON.stringify(answer.body)).not.toContain('hunter2');
    expect(answer.body.extensions).toEqual({ requestId: 'my-id' });
    expect(answer.headers.get('x-request-id')).toBe('my-id');
  });
});

describe('refusals over HTTP', () => {
  const bad: [what: string, body: unknown, code: string, strictStatus: number, jsonStatus: number][] = [
    ['no JSON', '{"query":', 'BAD_REQUEST', 400, 400],
    ['a batch', [{ query: '{ open }' }], 'BATCHING_DISABLED', 400, 400],
    ['no query', { variables: {} }, 'BAD_REQUEST', 400, 400],
    ['variables that are no object', { query: '{ open }', variables: [1] }, 'BAD_REQUEST', 400, 400],
    ['no GraphQL', { query: '{ open' }, 'GRAPHQL_PARSE_FAILED', 400, 200],
    ['an unknown field', { query: '{ opne }' }, 'GRAPHQL_VALIDATION_FAILED', 400, 200],
    [
      'a wrong variable',
      { query: 'query($t: String!) { echo(text: $t) }', variables: { t: 1 } },
      'BAD_USER_INPUT',
      400,
      200,
    ],
    ['a missing operation', { query: 'query A { open }', operationName: 'B' }, 'OPERATION_NOT_FOUND', 400, 200],
    ['a subscription', { query: 'subscription { ticks(count: 1) { number } }' }, 'SUBSCRIPTION_NEEDS_STREAM', 406, 406],
    ['too many levels', { query: `{ ${'a { '.repeat(25)} b ${'}'.repeat(25)} }` }, 'LIMIT_DEPTH', 400, 200],
    ['too many tokens', { query: `{ ${'open '.repeat(5001)} }` }, 'LIMIT_TOKENS', 400, 200],
    [
      'too many aliases',
      { query: `{ ${[...Array(51).keys()].map((n) => `a${n}: open`).join(' ')} }` },
      'LIMIT_ALIASES',
      400,
      200,
    ],
    ['too many root fields', { query: `{ ${'open '.repeat(21)} }` }, 'LIMIT_ROOT_FIELDS', 400, 200],
    ['a protected field', { query: '{ alerts { id } }' }, 'UNAUTHENTICATED', 401, 401],
  ];
  test.each(bad)('%s', async (_what, body, expected, strictStatus, jsonStatus) => {
    for (const [headers, status] of [
      [strict, strictStatus],
      [{}, jsonStatus],
    ] as const) {
      const answer = await post(body, headers);
      expect({ code: code(answer), status: answer.status }).toEqual({ code: expected, status });
      expect(answer.body).not.toHaveProperty('data');
      expect(answer.body.extensions.requestId).toBe(answer.headers.get('x-request-id'));
    }
    expect(graph.alerts.seen).toEqual([]);
  });

  test('fragments that double at each of 30 levels, at once', async () => {
    const fragments = [...Array(30).keys()].map((n) => `fragment F${n} on Query { ...F${n + 1} ...F${n + 1} }`);
    const query = `{ ...F0 } ${fragments.join(' ')} fragment F30 on Query { open }`;
    expect(code(await post({ query }))).toMatch(/^LIMIT_/);
  });

  test('what is not JSON, not UTF-8, too long, or not accepted', async () => {
    expect(code(await ask({ method: 'POST', body: '{ open }', headers: { 'content-type': 'text/plain' } }))).toBe(
      'UNSUPPORTED_MEDIA_TYPE',
    );
    expect(
      await ask({ method: 'POST', body: 'query=x', headers: { 'content-type': 'application/x-www-form-urlencoded' } }),
    ).toMatchObject({ status: 415 });
    expect(code(await post({ query: '{ open }' }, { 'content-type': 'application/json; charset=latin1' }))).toBe(
      'UNSUPPORTED_MEDIA_TYPE',
    );
    expect(await post({ query: `{ open } #${'x'.repeat(1_048_576)}` })).toMatchObject({ status: 413 });
    expect(await post({ query: '{ open }' }, { accept: 'image/png' })).toMatchObject({ status: 406 });
  });

  test('mutations by GET and other methods', async () => {
    const token = await bearer();
    const answer = await ask(
      { headers: token },
      `/graphql?query=${encodeURIComponent('mutation { raise(id: 1) { id } }')}`,
    );
    expect({ status: answer.status, code: code(answer), allow: answer.headers.get('allow') }).toEqual({
      status: 405,
      code: 'METHOD_NOT_ALLOWED',
      allow: 'POST',
    });
    const head = await ask(
      { method: 'HEAD', headers: token },
      `/graphql?query=${encodeURIComponent('mutation { raise(id: 1) { id } }')}`,
    );
    expect(head.status).toBe(405);
    expect(await ask({ method: 'PUT' })).toMatchObject({ status: 405 });
    expect(code(await ask({}, '/nowhere'))).toBe('ROUTE_NOT_FOUND');
    expect(graph.alerts.seen).toEqual([]);
  });

  test('pages of other origins, unless they are listed', async () => {
    expect(await post({ query: '{ open }' }, { origin: 'https://evil.example' })).toMatchObject({ status: 403 });
    const cross = await ask({ headers: { 'sec-fetch-site': 'cross-site' } }, '/graphql?query={open}');
    expect(code(cross)).toBe('ORIGIN_REFUSED');
    const listed = await post({ query: '{ open }' }, { origin: 'https://app.example.com' });
    expect(listed.status).toBe(200);
    expect(listed.headers.get('access-control-allow-origin')).toBe('https://app.example.com');
    expect((await post({ query: '{ open }' }, { origin: router.url })).status).toBe(200);
  });
});

describe('identity over HTTP', () => {
  test('a token opens what its scopes allow, and the subgraph gets the signed context', async () => {
    const { body } = await post({ query: '{ alerts { id owner { name } } }' }, await bearer());
    expect(body.data.alerts[0]).toEqual({ id: '1', owner: { name: 'Name of owner-of-1' } });
    const [{ headers }] = graph.alerts.seen as [(typeof graph.alerts.seen)[0]];
    const context = headers['x-inopsio-context'] as string;
    expect(identity.contexts.verify(context)).toMatchObject({
      tenantSlug: 'acme',
      scopes: ['alert:read', 'alert:write'],
    });
    expect(headers.traceparent).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
    expect(headers.authorization).toBeUndefined();
  });

  test('a missing scope is named and nothing is fetched', async () => {
    const answer = await post(
      { query: 'mutation { raise(id: 1) { id } }' },
      { ...(await bearer({ scope: 'alert:read' })), ...strict },
    );
    expect(answer.status).toBe(403);
    expect(answer.body.errors[0].extensions).toMatchObject({
      code: 'FORBIDDEN',
      field: 'Mutation.raise',
      missingScopes: [['alert:write']],
    });
    expect(graph.alerts.seen).toEqual([]);
  });

  test('tokens that are not acceptable, and tenants that disagree', async () => {
    const expired = Math.floor(Date.now() / 1000) - 3600;
    const tries: [Record<string, string>, string][] = [
      [{ authorization: 'Bearer x.y.z' }, 'TOKEN_INVALID'],
      [{ authorization: 'Basic YTpi' }, 'TOKEN_INVALID'],
      [await bearer({ iat: expired - 900, exp: expired }), 'TOKEN_EXPIRED'],
      [{ ...(await bearer()), 'x-tenant-id': globex.tenant_id }, 'TENANT_MISMATCH'],
    ];
    for (const [headers, expected] of tries) expect(code(await post({ query: '{ open }' }, headers))).toBe(expected);
    expect((await post({ query: '{ open }' }, { ...(await bearer()), 'x-tenant-id': 'acme' })).status).toBe(200);
  });
});
