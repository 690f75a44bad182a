import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { pino } from 'pino';
import { forEveryAudience, type PerAudience } from '../documents/audience.ts';
import { parseManifest } from '../documents/manifest.ts';
import { Safelist, type SafelistMode } from '../documents/safelist.ts';
import type { RouterOptions } from '../routerOptions.ts';
import { type RunningRouter, startRouter } from '../startRouter.ts';
import { startTestGraph, type TestGraph } from '../testkit/testGraph.ts';
import { type TestIdentity, testIdentity } from '../testkit/testIdentity.ts';
import { TestSocket } from '../testkit/testSocket.ts';

let graph: TestGraph;
let identity: TestIdentity;
let router: RunningRouter | undefined;
const lines: Record<string, unknown>[] = [];
const logger = pino({ level: 'info' }, { write: (line: string) => void lines.push(JSON.parse(line)) });

beforeAll(async () => {
  [graph, identity] = await Promise.all([startTestGraph(), testIdentity()]);
});
afterAll(() => graph?.close());
afterEach(async () => {
  await router?.close();
  graph.alerts.seen.length = 0;
  graph.people.seen.length = 0;
  lines.length = 0;
});

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const texts = {
  alerts: 'query Alerts { alerts { id owner { name } } }',
  open: 'query Open { open }',
  raise: 'mutation Raise($id: ID!) { raise(id: $id) { id } }',
  ticks: 'subscription Ticks { ticks(count: 1) { number } }',
  foreign: 'query Foreign { echo(text: "foreign") }',
};
const ids = Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, sha256(text)])) as typeof texts;
const manifest = (scope: string, ...names: (keyof typeof texts)[]) =>
  parseManifest(JSON.stringify(Object.fromEntries(names.map((name) => [ids[name], texts[name]]))), scope, scope);

async function serve(modes: Partial<PerAudience<SafelistMode>>, options: Partial<RouterOptions> = {}): Promise<void> {
  const manifests = [manifest('partner', 'alerts', 'open', 'raise', 'ticks'), manifest('user', 'foreign')];
  router = await startRouter({
    supergraphSdl: graph.supergraphSdl,
    auth: { verifier: identity.verifier, signer: identity.signer },
    port: 0,
    logger,
    safelist: new Safelist(manifests, { ...forEveryAudience('open'), ...modes }),
    ...options,
  });
}

const asPartner = async () => ({ authorization: `Bearer ${await identity.token({ roles: ['partner'] })}` });

interface Asked {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: answers are compared as they came
  readonly body: any;
}

async function post(body: object, headers: Record<string, string> = {}): Promise<Asked> {
  const response = await fetch(`${router!.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: await response.json() };
}

async function get(parameters: Record<string, string>, headers: Record<string, string> = {}): Promise<Asked> {
  const response = await fetch(`${router!.url}/graphql?${new URLSearchParams(parameters)}`, { headers });
  const text = await response.text();
  return { status: response.status, body: text.startsWith('{') ? JSON.parse(text) : text };
}

const code = ({ body }: Asked) => body.errors?.[0]?.extensions.code;
const hashed = (sha256Hash: string) => ({ extensions: { persistedQuery: { version: 1, sha256Hash } } });

describe('automatic persisted queries', () => {
  test('a hash is unknown, then registered with its text, then enough, also by GET', async () => {
    await serve({});
    const query = '{ open }';
    const unknown = await post(hashed(sha256(query)));
    expect(unknown.body.errors[0]).toMatchObject({
      message: 'PersistedQueryNotFound',
      extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' },
    });
    expect(unknown.status).toBe(200);
    expect((await post({ query, ...hashed(sha256(query)) })).body).toEqual({ data: { open: 'everybody' } });
    expect((await post(hashed(sha256(query)))).body).toEqual({ data: { open: 'everybody' } });
    const byGet = await get({ extensions: JSON.stringify(hashed(sha256(query)).extensions) });
    expect(byGet.body).toEqual({ data: { open: 'everybody' } });
    expect((await get({ documentId: `sha256:${sha256(query)}` })).body).toEqual({ data: { open: 'everybody' } });
    const { automaticQueries, documents } = router!.caches();
    expect(automaticQueries).toEqual({ size: 1, hits: 3, misses: 2 });
    expect(documents).toMatchObject({ hits: 3, misses: 1 });
  });

  test('a text with the hash of another is refused, and not kept', async () => {
    await serve({});
    const wrong = await post({ query: '{ open }', ...hashed(sha256('{ broken }')) });
    expect(code(wrong)).toBe('PERSISTED_QUERY_MISMATCH');
    expect(code(await post(hashed(sha256('{ broken }'))))).toBe('PERSISTED_QUERY_NOT_FOUND');
    expect(graph.alerts.seen).toEqual([]);
  });

  test('where they are off, clients are told so', async () => {
    await serve({}, { automaticPersistedQueries: false });
    expect(code(await post(hashed(sha256('{ open }'))))).toBe('PERSISTED_QUERY_NOT_SUPPORTED');
    expect((await post({ query: '{ open }', ...hashed(sha256('{ open }')) })).body.data).toEqual({ open: 'everybody' });
  });

  test.each([
    [{ extensions: { persistedQuery: 1 } }],
    [{ extensions: { persistedQuery: { version: 2, sha256Hash: 'a' } } }],
    [{ extensions: { persistedQuery: { version: 1 } } }],
    [{ documentId: 5 }],
    [{ documentId: 'x'.repeat(201) }],
  ])('%j is not well formed', async (body) => {
    await serve({});
    expect(code(await post(body))).toBe('BAD_REQUEST');
  });
});

describe('a safelist', () => {
  test('lets through what is on it, by identifier or with its very text', async () => {
    await serve({ partner: 'safelist' });
    const partner = await asPartner();
    expect((await post({ documentId: ids.alerts }, partner)).body.data.alerts).toHaveLength(2);
    expect((await post(hashed(ids.open), partner)).body.data).toEqual({ open: 'everybody' });
    expect((await post({ query: texts.open, ...hashed(ids.open) }, partner)).body.data).toEqual({ open: 'everybody' });
    expect((await post({ query: texts.open, operationName: 'Open' }, partner)).body.data).toEqual({
      open: 'everybody',
    });
    expect((await get({ documentId: ids.open }, partner)).body.data).toEqual({ open: 'everybody' });
    const raised = await post({ documentId: ids.raise, variables: { id: 'x' } }, partner);
    expect(raised.body.data).toEqual({ raise: { id: 'x' } });
    expect((await get({ documentId: ids.raise }, partner)).status).toBe(405);
  });

  test('is per audience: nobody has what is on the list of others', async () => {
    await serve(forEveryAudience('safelist'));
    const user = { authorization: `Bearer ${await identity.token()}` };
    expect((await post({ documentId: ids.foreign }, user)).body.data).toEqual({ echo: 'foreign' });
    for (const headers of [{}, user]) {
      expect(code(await post({ documentId: ids.open }, headers))).toBe('OPERATION_NOT_SAFELISTED');
      expect(code(await post({ query: texts.open }, headers))).toBe('OPERATION_NOT_SAFELISTED');
    }
    expect(code(await post({ documentId: ids.foreign }, await asPartner()))).toBe('OPERATION_NOT_SAFELISTED');
  });

  test('cannot be widened by registering, not even by somebody else', async () => {
    await serve({ partner: 'safelist' });
    const query = '{ open }';
    const partner = await asPartner();
    expect(code(await post({ query, ...hashed(sha256(query)) }, partner))).toBe('OPERATION_NOT_SAFELISTED');
    expect((await post({ query, ...hashed(sha256(query)) })).body.data).toEqual({ open: 'everybody' });
    expect(code(await post(hashed(sha256(query)), partner))).toBe('OPERATION_NOT_SAFELISTED');
  });

  test('holds on a WebSocket', async () => {
    await serve({ partner: 'safelist' });
    const socket = await TestSocket.ready(router!.url, await identity.token({ roles: ['partner'] }));
    const subscribe = async (id: string, payload: object) => {
      socket.send({ id, type: 'subscribe', payload });
      return socket.next();
    };
    expect(await subscribe('1', { query: '', ...hashed(ids.ticks) })).toMatchObject({
      type: 'next',
      payload: { data: { ticks: { number: 1 } } },
    });
    expect(await socket.next()).toEqual({ id: '1', type: 'complete' });
    for (const query of ['subscription { drips { number } }', `${texts.ticks} `, texts.foreign]) {
      expect(await subscribe('2', { query })).toMatchObject({
        type: 'error',
        payload: [{ extensions: { code: 'OPERATION_NOT_SAFELISTED' } }],
      });
    }
    await socket.close();
  });

  test('holds for server-sent events', async () => {
    await serve({ partner: 'safelist' });
    const headers = { accept: 'text/event-stream', ...(await asPartner()) };
    expect((await get({ documentId: ids.ticks }, headers)).body).toContain('{"data":{"ticks":{"number":1}}}');
    expect((await get({ query: texts.ticks.replace('1', '2') }, headers)).body).toContain('OPERATION_NOT_SAFELISTED');
  });

  test('is logged by hash, never by text; in log mode nothing is refused', async () => {
    await serve({ partner: 'safelist', public: 'log' });
    const query = '{ open echo(text: "a secret") }';
    await post({ query }, await asPartner());
    expect((await post({ query })).body.data).toBeDefined();
    await post({ query: texts.open });
    const logged = lines.filter(({ msg }) => String(msg).includes('safelist'));
    expect(logged).toMatchObject([
      { audience: 'partner', refused: true, sha256: sha256(query), transport: 'http' },
      { audience: 'public', refused: false, sha256: sha256(query) },
      { audience: 'public', refused: false, sha256: ids.open },
    ]);
    expect(JSON.stringify(lines)).not.toContain('a secret');
  });

  test('is parsed, validated and planned before the router is ready, and stays', async () => {
    await serve({ partner: 'safelist' });
    expect(lines.find(({ msg }) => msg === 'persisted operations are prepared')).toMatchObject({
      planned: 5,
      unusable: 0,
    });
    expect(router!.caches().documents).toMatchObject({ pinned: 5, size: 0 });
    await post({ documentId: ids.open }, await asPartner());
    expect(router!.caches().documents).toMatchObject({ pinned: 5, size: 0, misses: 0 });
  });

  test('with an operation that does not fit the supergraph serves the others, and says which one', async () => {
    const text = 'query Gone { gone }';
    const stale = parseManifest(JSON.stringify({ [sha256(text)]: text, [ids.open]: texts.open }), 'public', 'm');
    await serve({}, { safelist: new Safelist([stale], forEveryAudience('safelist')) });
    expect(lines.find(({ msg }) => String(msg).includes('cannot be used'))).toMatchObject({ documentId: sha256(text) });
    expect((await post({ documentId: ids.open })).body.data).toEqual({ open: 'everybody' });
    expect(code(await post({ documentId: sha256(text) }))).toBe('GRAPHQL_VALIDATION_FAILED');
  });
});
