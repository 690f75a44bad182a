/**
 * Each published advisory of Apollo Router, @apollo/gateway and Apollo Server about the shape of queries and requests, as a
 * test of this router. None of it reaches validation, planning or a subgraph.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'graphql';
import { type RunningRouter, startRouter } from '../startRouter.ts';
import { startTestGraph, type TestGraph } from '../testkit/testGraph.ts';
import { documentSizes } from './documentLimits.ts';

let graph: TestGraph;
let router: RunningRouter;

beforeAll(async () => {
  graph = await startTestGraph();
  router = await startRouter({ supergraphSdl: graph.supergraphSdl, auth: 'none', port: 0 });
});
afterAll(async () => {
  await router?.close();
  await graph?.close();
});

interface Refusal {
  readonly status: number;
  readonly code: string | undefined;
}

async function send(path: string, init: RequestInit): Promise<Refusal> {
  const response = await fetch(router.url + path, init);
  const { errors } = (await response.json()) as { errors?: { extensions: { code: string } }[] };
  return { status: response.status, code: errors?.[0]?.extensions.code };
}

const ask = (query: string): Promise<Refusal> =>
  send('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json' },
    body: JSON.stringify({ query }),
  });

/** Fragments each of which spreads the next one twice. */
function doubling(levels: number, inner = 'id', type = 'Person'): string {
  const fragments = [...Array(levels).keys()].map((n) => `fragment F${n} on ${type} { ...F${n + 1} ...F${n + 1} }`);
  return `${fragments.join(' ')} fragment F${levels} on ${type} { ${inner} }`;
}

describe.each([
  [
    'CVE-2025-32030 (GHSA-q2f9-x4p4-7xmh): expansion of named fragments in the gateway',
    '{ people { ...F0 } }',
    'id name',
  ],
  [
    'CVE-2025-32034 (GHSA-75m2-jhh5-j5g2): expansion of named fragments in the router',
    '{ people { ...F0 ...F1 } }',
    'id',
  ],
  [
    'CVE-2025-32031 and 32032 (GHSA-p2q6-pwh5-m6jr): selections that planning cannot shorten',
    '{ people { ...F0 } }',
    'id name ... on Person { id }',
  ],
  ['CVE-2025-32380 and 31496 (GHSA-3j43-9v8v-cp3f): validation of fragments', '{ people { id } }', 'id'],
])('%s', (_advisory, operation, inner) => {
  test.each([14, 20, 30, 60])('2^%i selections', async (levels) => {
    const before = graph.people.seen.length;
    expect(await ask(`${operation} ${doubling(levels, inner)}`)).toEqual({ status: 400, code: 'LIMIT_SELECTIONS' });
    expect(graph.people.seen.length).toBe(before);
  });

  test('each fragment is measured once, however often it is spread', () => {
    const sizes = documentSizes(parse(`${operation} ${doubling(60, inner)}`));
    expect(sizes).toHaveLength(62);
    expect(Math.max(...sizes.map(({ size }) => size.selections))).toBeGreaterThanOrEqual(2 ** 60);
  });
});

describe('CVE-2025-32033 (GHSA-84m6-5m72-45fp): limits see through fragments, and sums do not wrap around', () => {
  test.each([
    ['LIMIT_ALIASES', `{ people { ...F0 } } ${doubling(6, 'x: id')}`],
    ['LIMIT_DIRECTIVES', `{ people { ...F0 } } ${doubling(6, 'id @skip(if: false)')}`],
    ['LIMIT_ROOT_FIELDS', `{ ...F0 } ${doubling(5, 'open', 'Query')}`],
    ['LIMIT_DEPTH', `{ people { ...A } } fragment A on Person { id ${'a { '.repeat(20)} b ${'}'.repeat(20)} }`],
    ['LIMIT_ALIASES', `{ people { ...F0 } } ${doubling(32, 'x: id')}`],
    ['LIMIT_ALIASES', `{ people { ...F0 } } ${doubling(64, 'x: id')}`],
  ])('%s', async (code, query) => {
    expect(await ask(query)).toEqual({ status: 400, code });
  });
});

test('CVE-2024-43414 (GHSA-fmj9-77q8-g6c4): planning of a large operation ends in time, or elsewhere', async () => {
  const impatient = await startRouter({ supergraphSdl: graph.supergraphSdl, auth: 'none', port: 0, planTimeout: 0 });
  const many = `{ ${[...Array(19).keys()].map((n) => `a${n}: alerts { id owner { ...P ...P ...P ...P ...P } }`).join(' ')} }
    fragment P on Person { id name __typename }`;
  const answer = await fetch(`${impatient.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: many }),
  });
  expect(((await answer.json()) as { errors: unknown[] }).errors[0]).toMatchObject({
    extensions: { code: 'LIMIT_PLANNING' },
  });
  await impatient.close();
  expect((await ask(many)).code).toBeUndefined();
});

describe('GHSA-9q82-xgwf-vj6h: a GET with the media type of a form is a page that goes round the preflight', () => {
  test.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'application/graphql',
    'nonsense',
    'text/plain;application/json',
  ])('%s', async (type) => {
    const refused = await send('/graphql?query={open}', { headers: { 'content-type': type } });
    expect(refused).toEqual({ status: 415, code: 'UNSUPPORTED_MEDIA_TYPE' });
  });

  test('none, and JSON, are served', async () => {
    expect((await send('/graphql?query={open}', {})).code).toBeUndefined();
    const json = { headers: { 'content-type': 'application/json; charset=utf-8' } };
    expect((await send('/graphql?query={open}', json)).code).toBeUndefined();
  });
});

test('CVE-2024-43783 (GHSA-x6xq-whh3-gg32): no part of a body beyond its limit is kept', async () => {
  const endless = new ReadableStream({
    pull(controller) {
      controller.enqueue(new TextEncoder().encode(' '.repeat(65_536)));
    },
  });
  const sending = fetch(`${router.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: endless,
    duplex: 'half',
  } as RequestInit);
  const outcome = await sending.then(({ status }) => status).catch(() => 'cut');
  expect([413, 'cut']).toContain(outcome);
});

test('CVE-2026-32621 (GHSA-pfjj-6f4p-rvmh): no name of a client reaches a prototype', async () => {
  const query = `query ($__proto__: String = "x") { __proto__: open constructor: echo(text: $__proto__) prototype: alerts {
    __proto__: id constructor: owner { __proto__: name } } }`;
  const response = await fetch(`${router.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: `{"query":${JSON.stringify(query)},"variables":{"__proto__":{"polluted":true}}}`,
  });
  expect(response.status).toBeLessThan(500);
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  expect(Object.getOwnPropertyNames(Object.prototype)).not.toContain('id');
  const plain = query.replace('($__proto__: String = "x")', '').replace('$__proto__', '"x"');
  const answer = await fetch(`${router.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: plain }),
  });
  expect(await answer.text()).toContain('"__proto__":"everybody"');
});
