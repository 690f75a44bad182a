import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { GraphSocket } from './clients/graphSocket.ts';
import { codesOf, type GraphAnswer, postGraphql } from './clients/postGraphql.ts';
import { readTenantRows, type TenantRows } from './databases/tenantRows.ts';
import { startTestPlatform, type TestGraph } from './startTestPlatform.ts';

let graph: TestGraph;
let bearer: { authorization: string };
let before: TenantRows;
const rows = () => readTenantRows(graph.platform, graph.principal('acme', 'ada').tenantId);

beforeAll(async () => {
  graph = await startTestPlatform();
  bearer = await graph.bearer('acme', 'ada');
  before = await rows();
});
afterAll(() => graph?.close());

const create = 'createLead(input: { name: "Half", email: "half@example.com" }) { __typename }';
const post = (request: string | object, headers: Record<string, string> = {}) =>
  postGraphql(graph.graphqlUrl, request, { ...bearer, ...headers });

/** Fails unless the answer is a refusal with that code and no data, and its message contains the text. */
function expectRefusal(answer: GraphAnswer, code: string, naming = ''): void {
  expect({ codes: [...new Set(codesOf(answer))], data: answer.body.data }).toEqual({ codes: [code], data: undefined });
  expect(answer.body.errors?.[0]?.message).toContain(naming);
  expect(answer.status).toBeGreaterThanOrEqual(400);
  expect(answer.status).toBeLessThan(500);
}

describe('a document', () => {
  const deep = (levels: number) => `{ me { ${'invitedBy { '.repeat(levels)} id ${'}'.repeat(levels)} } }`;
  const nested = Array.from({ length: 30 }, (_, n) => `fragment F${n} on User { ...F${n + 1} ...F${n + 1} }`).join(' ');

  test.each<[what: string, request: object, code: string, naming: string]>([
    ['of no language', { query: `mutation { ${create} ` }, 'GRAPHQL_PARSE_FAILED', 'Syntax Error'],
    [
      'with an unknown field',
      { query: `mutation { ${create} destroyAll }` },
      'GRAPHQL_VALIDATION_FAILED',
      'destroyAll',
    ],
    ['with an unknown argument', { query: '{ leads(last: 3) { totalCount } }' }, 'GRAPHQL_VALIDATION_FAILED', 'last'],
    [
      'with a value of a wrong type',
      { query: '{ leads(first: "ten") { totalCount } }' },
      'GRAPHQL_VALIDATION_FAILED',
      'first|Int|ten',
    ],
    [
      'with an unknown enum value',
      { query: '{ leads(filter: { status: LOST }) { totalCount } }' },
      'GRAPHQL_VALIDATION_FAILED',
      'LOST',
    ],
    ['without a required argument', { query: '{ lead { id } }' }, 'GRAPHQL_VALIDATION_FAILED', 'id'],
    [
      'that asks for _entities',
      { query: '{ _entities(representations: []) { __typename } }' },
      'GRAPHQL_VALIDATION_FAILED',
      '_entities',
    ],
    ['without the named operation', { query: 'query A { me { id } }', operationName: 'B' }, 'OPERATION_NOT_FOUND', 'B'],
    [
      'with two operations and no name',
      { query: 'query A { me { id } } query B { me { id } }' },
      'OPERATION_NOT_FOUND',
      '',
    ],
    ['that is 25 levels deep', { query: deep(25) }, 'LIMIT_DEPTH', '20'],
    [
      'with 1,000 aliases',
      { query: `{ me { ${Array.from({ length: 1000 }, (_, n) => `a${n}: id`).join(' ')} } }` },
      'LIMIT_ALIASES',
      '50',
    ],
    ['with 100 root fields', { query: `mutation { ${`${create} `.repeat(100)} }` }, 'LIMIT_ROOT_FIELDS', '20'],
    [
      'of fragments that double 30 times',
      { query: `{ me { ...F0 } } ${nested} fragment F30 on User { id }` },
      'LIMIT_SELECTIONS',
      '',
    ],
    ['of 900 KB', { query: `{ me { ${'id '.repeat(300_000)} } }` }, 'LIMIT_TOKENS', ''],
  ])('%s', async (_what, request, code, naming) => {
    const answer = await post(request);
    expectRefusal(answer, code);
    expect(answer.body.errors?.[0]?.message).toMatch(new RegExp(naming));
  });

  test.each<[what: string, query: string, variables: object, naming: string]>([
    ['missing', 'query ($id: ID!) { lead(id: $id) { id } }', {}, '$id'],
    ['null', 'query ($id: ID!) { lead(id: $id) { id } }', { id: null }, '$id'],
    ['an object for a scalar', 'query ($id: ID!) { lead(id: $id) { id } }', { id: { a: 1 } }, '$id'],
    [
      'of unknown input fields',
      'mutation ($input: CreateLeadInput!) { createLead(input: $input) { __typename } }',
      { input: { name: 'Half', email: 'half@example.com', admin: true } },
      'admin',
    ],
    [
      'short of an input field',
      'mutation ($input: CreateLeadInput!) { createLead(input: $input) { __typename } }',
      { input: { name: 'Half' } },
      'email',
    ],
  ])('whose variable is %s', async (_what, query, variables, naming) => {
    expectRefusal(await post({ query, variables }), 'BAD_USER_INPUT', naming);
  });
});

describe('a request', () => {
  const body = JSON.stringify({ query: `mutation { ${create} }` });

  test.each<[what: string, body: string | object, headers: Record<string, string>, code: string, status: number]>([
    ['that is no JSON', `${body.slice(0, -1)}`, {}, 'BAD_REQUEST', 400],
    ['without a query', { variables: {} }, {}, 'BAD_REQUEST', 400],
    ['that is a batch', `[${body},${body}]`, {}, 'BATCHING_DISABLED', 400],
    ['whose variables are a list', { query: '{ me { id } }', variables: [] }, {}, 'BAD_REQUEST', 400],
    ['of plain text', body, { 'content-type': 'text/plain' }, 'UNSUPPORTED_MEDIA_TYPE', 415],
    ['of a form', 'query=1', { 'content-type': 'application/x-www-form-urlencoded' }, 'UNSUPPORTED_MEDIA_TYPE', 415],
    ['in Latin 1', body, { 'content-type': 'application/json; charset=latin1' }, 'UNSUPPORTED_MEDIA_TYPE', 415],
    ['for an image', body, { accept: 'image/png' }, 'NOT_ACCEPTABLE', 406],
    ['of 2 MB', { query: `mutation { ${create} } #${'x'.repeat(2_000_000)}` }, {}, 'PAYLOAD_TOO_LARGE', 413],
    ['from a page of elsewhere', body, { origin: 'https://evil.example' }, 'ORIGIN_REFUSED', 403],
  ])('%s', async (_what, content, headers, code, status) => {
    const answer = await post(content, headers);
    expectRefusal(answer, code);
    expect(answer.status).toBe(status);
  });

  test('that is compressed, be it a bomb', async () => {
    const bomb = gzipSync(Buffer.alloc(100_000_000, 'x'));
    for (const content of [bomb, gzipSync(body)]) {
      const response = await fetch(graph.graphqlUrl, {
        method: 'POST',
        headers: { ...bearer, 'content-type': 'application/json', 'content-encoding': 'gzip' },
        body: content,
      });
      expect(response.status).toBe(415);
      expect(await response.json()).toMatchObject({
        errors: [{ extensions: { code: 'CONTENT_ENCODING_UNSUPPORTED' } }],
      });
    }
  });

  test('that changes something by GET', async () => {
    const url = `${graph.graphqlUrl}?query=${encodeURIComponent(`mutation { ${create} }`)}`;
    const response = await fetch(url, { headers: bearer });
    expect(response.status).toBe(405);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'METHOD_NOT_ALLOWED' } }] });
  });
});

describe('a message on a WebSocket', () => {
  const lead = { query: 'subscription { leadCreated { id } }' };
  test.each<[what: string, message: string, close: number]>([
    ['that is no JSON', '{"type":', 4400],
    ['of an unknown type', '{"type":"start","id":"1"}', 4400],
    ['without id', JSON.stringify({ type: 'subscribe', payload: lead }), 4400],
    ['without query', '{"id":"1","type":"subscribe","payload":{}}', 4400],
    ['that begins again', '{"type":"connection_init"}', 4429],
    ['of 2 MB', JSON.stringify({ type: 'ping', payload: { x: 'x'.repeat(2_000_000) } }), 1009],
  ])('%s', async (_what, message, close) => {
    const socket = await graph.socket('acme', 'ada');
    socket.send(message);
    expect((await socket.closed).code).toBe(close);
  });

  test('before the connection is acknowledged', async () => {
    const socket = await GraphSocket.open(graph.platform.routerUrl);
    socket.send({ id: '1', type: 'subscribe', payload: lead });
    expect((await socket.closed).code).toBe(4401);
  });

  test('with a bad document is refused, and the socket goes on', async () => {
    const socket = await graph.socket('acme', 'ada');
    for (const [id, query, code] of [
      ['parse', 'subscription {', 'GRAPHQL_PARSE_FAILED'],
      ['field', 'subscription { leadDestroyed { id } }', 'GRAPHQL_VALIDATION_FAILED'],
      ['two', 'subscription { leadCreated { id } orderReceived { id } }', 'GRAPHQL_VALIDATION_FAILED'],
      ['variable', 'subscription ($level: LogLevel!) { logStreamed(level: $level) { id } }', 'BAD_USER_INPUT'],
    ] as const) {
      await socket.subscribe(id, query);
      expect(socket.unread(id)).toMatchObject([{ type: 'error', payload: [{ extensions: { code } }] }]);
    }
  });
});

test('nothing of all that was written', async () => {
  expect((await rows()).checksums).toEqual(before.checksums);
});
