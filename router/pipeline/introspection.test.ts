import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { getIntrospectionQuery } from 'graphql';
import { forEveryAudience } from '../documents/audience.ts';
import { parseManifest } from '../documents/manifest.ts';
import { Safelist } from '../documents/safelist.ts';
import { type RunningRouter, startRouter } from '../startRouter.ts';
import { startTestGraph, type TestGraph } from '../testkit/testGraph.ts';
import { type TestIdentity, testIdentity } from '../testkit/testIdentity.ts';
import { TestSocket } from '../testkit/testSocket.ts';

const listed = 'query Types { __schema { queryType { name } } }';
const listedId = createHash('sha256').update(listed).digest('hex');

let graph: TestGraph;
let identity: TestIdentity;
let router: RunningRouter;
const tokens: Record<'public' | 'user' | 'partner', string | undefined> = {
  public: undefined,
  user: undefined,
  partner: undefined,
};

beforeAll(async () => {
  [graph, identity] = await Promise.all([startTestGraph(), testIdentity()]);
  tokens.user = await identity.token();
  tokens.partner = await identity.token({ roles: ['partner'] });
  router = await startRouter({
    supergraphSdl: graph.supergraphSdl,
    auth: { verifier: identity.verifier, signer: identity.signer },
    port: 0,
    batchLimit: 5,
    introspection: { public: false, user: true, partner: false },
    safelist: new Safelist([parseManifest(JSON.stringify({ [listedId]: listed }), 'partner', 'test')], {
      ...forEveryAudience('open'),
      partner: 'log',
    }),
  });
});
afterAll(async () => {
  await router?.close();
  await graph?.close();
});

type Who = keyof typeof tokens;
const headersOf = (who: Who): Record<string, string> => (tokens[who] ? { authorization: `Bearer ${tokens[who]}` } : {});

async function post(who: Who, body: unknown): Promise<string> {
  const headers = { 'content-type': 'application/json', ...headersOf(who) };
  return (await fetch(`${router.url}/graphql`, { method: 'POST', headers, body: JSON.stringify(body) })).text();
}

const ways: Record<string, (who: Who, query: string) => Promise<string>> = {
  POST: (who, query) => post(who, { query }),
  batch: (who, query) => post(who, [{ query }]),
  GET: async (who, query) =>
    (await fetch(`${router.url}/graphql?${new URLSearchParams({ query })}`, { headers: headersOf(who) })).text(),
  'event stream': async (who, query) => {
    const headers = { accept: 'text/event-stream', ...headersOf(who) };
    return (await fetch(`${router.url}/graphql?${new URLSearchParams({ query })}`, { headers })).text();
  },
  WebSocket: async (who, query) => {
    const socket = await TestSocket.ready(router.url, tokens[who]);
    socket.send({ id: '1', type: 'subscribe', payload: { query } });
    const answer = JSON.stringify(await socket.next());
    await socket.close();
    return answer;
  },
};

const asking = [
  ['plainly', '{ __schema { queryType { name } } }'],
  ['for one type', '{ __type(name: "Query") { name } }'],
  ['under an alias', '{ open: __schema { types { name } } }'],
  ['in a fragment', '{ ...F } fragment F on Query { open a: __type(name: "Alert") { fields { name } } }'],
  [
    'in a fragment of a fragment',
    '{ ... { ...F } } fragment F on Query { ...G } fragment G on Query { __schema { __typename } }',
  ],
  ['under a condition', 'query ($on: Boolean = true) { open __schema @include(if: $on) { __typename } }'],
  ['by name', 'query A { __schema { __typename } }'],
  ['with all that tools ask', getIntrospectionQuery({ inputValueDeprecation: true })],
] as const;

describe.each(Object.keys(ways))('by %s', (way) => {
  test.each(asking)('who asks %s is answered only where introspection is on', async (_, query) => {
    expect(await ways[way]!('public', query)).toContain('INTROSPECTION_DISABLED');
    expect(await ways[way]!('user', query)).toMatch(/"data":/);
    expect(await ways[way]!('partner', query)).toContain('INTROSPECTION_DISABLED');
    // Also once the document is known and was answered to somebody else.
    expect(await ways[way]!('public', query)).toContain('INTROSPECTION_DISABLED');
  });

  test('everybody may ask for __typename', async () => {
    for (const who of ['public', 'user', 'partner'] as const) {
      expect(await ways[way]!(who, '{ __typename open }')).toMatch(/"data":{"__typename":"Query","open":"everybody"}/);
    }
  });

  test('names are suggested only where introspection is on, also for a document that is known', async () => {
    for (const query of [
      '{ opne }',
      '{ __typename ...F } fragment F on Alrt { id }',
      '{ echo(txet: "a", text: "b") }',
    ]) {
      for (const who of ['user', 'public', 'partner', 'user', 'public'] as const) {
        const answer = await ways[way]!(who, query);
        expect(answer).toContain('GRAPHQL_VALIDATION_FAILED');
        expect({ who, suggests: answer.includes('Did you mean') }).toEqual({ who, suggests: who === 'user' });
      }
    }
  });

  test('a document on the list of its sender is sent as it was approved', async () => {
    expect(await ways[way]!('partner', listed)).toContain('"data":{"__schema":{"queryType":{"name":"Query"}}}');
    expect(await ways[way]!('public', listed)).toContain('INTROSPECTION_DISABLED');
  });
});

test('a listed document is also known by its identifier, to whom it is listed', async () => {
  expect(await post('partner', { documentId: listedId })).toContain('"queryType"');
  expect(await post('public', { documentId: listedId })).not.toContain('"queryType"');
});
