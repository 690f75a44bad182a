import { once } from 'node:events';
import { Agent, type IncomingHttpHeaders, request } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { uuidv7 } from '#platform/ids/uuidv7.ts';
import { type RunningRouter, startRouter } from '../startRouter.ts';
import { startTestGraph, type TestGraph } from '../testkit/testGraph.ts';
import { type TestIdentity, testIdentity } from '../testkit/testIdentity.ts';
import { TestSocket } from '../testkit/testSocket.ts';

const perMinute = 5;
let graph: TestGraph;
let identity: TestIdentity;
/** Answers callers without token by a small limit; has a proxy in front, and batches. */
let router: RunningRouter;
/** A caller's address, which no other test has; what the trusted proxy, this process, says. */
let address = '';
let addresses = 0;

beforeAll(async () => {
  [graph, identity] = await Promise.all([startTestGraph(), testIdentity()]);
  router = await startRouter({
    supergraphSdl: graph.supergraphSdl,
    auth: { verifier: identity.verifier, signer: identity.signer },
    port: 0,
    batchLimit: 10,
    corsOrigins: ['https://app.example.com'],
    rateLimits: { address: { perMinute, perHour: 1_000 }, trustedProxies: ['127.0.0.1'] },
  });
});
beforeEach(() => {
  address = `192.0.2.${++addresses}`;
});
afterAll(async () => {
  await router?.close();
  await graph?.close();
});

interface Received {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly codes: readonly string[];
}

async function send(
  method: string,
  path: string,
  headers: Record<string, string> = {},
  body = '',
  url = router.url,
): Promise<Received> {
  const asked = request(`${url}${path}`, {
    method,
    headers: { 'x-forwarded-for': address, ...headers },
    agent: new Agent(),
  });
  asked.end(body);
  const [response] = await once(asked, 'response');
  const text = (await response.toArray()).join('');
  const answers = text.startsWith('[') ? JSON.parse(text) : [text.startsWith('{') ? JSON.parse(text) : {}];
  const codes = answers.flatMap(({ errors = [] }) =>
    errors.map(({ extensions }: { extensions: { code: string } }) => extensions.code),
  );
  return { status: response.statusCode, headers: response.headers, codes };
}

const json = { 'content-type': 'application/json' };
const open = JSON.stringify({ query: '{ open }' });
/** The ways of an operation over HTTP, which all count alike. */
const ways: Readonly<Record<string, (headers?: Record<string, string>) => Promise<Received>>> = {
  plain: (headers) => send('POST', '/graphql', { ...json, 'content-length': `${open.length}`, ...headers }, open),
  chunked: (headers) => send('POST', '/graphql', { ...json, 'transfer-encoding': 'chunked', ...headers }, open),
  GET: (headers) => send('GET', '/graphql?query={open}', headers),
  'server-sent events': (headers) =>
    send('POST', '/graphql', { ...json, accept: 'text/event-stream', ...headers }, open),
};

describe('a router with rate limits', () => {
  test.each(Object.entries(ways))('refuses what is too much over HTTP with 429, coded: %s', async (_name, ask) => {
    for (let n = 0; n < perMinute; n++) expect((await ask()).status).toBe(200);
    const refused = await ask({ origin: 'https://app.example.com', 'x-request-id': 'mine' });
    expect(refused).toMatchObject({
      status: 429,
      codes: ['RATE_LIMITED'],
      headers: {
        'x-request-id': 'mine',
        'ratelimit-policy': '"address-minute";q=5;w=60, "address-hour";q=1000;w=3600',
        'access-control-allow-origin': 'https://app.example.com',
        'access-control-expose-headers': 'x-request-id, retry-after, ratelimit, ratelimit-policy',
        'x-content-type-options': 'nosniff',
      },
    });
    const wait = Number(refused.headers['retry-after']);
    expect(wait).toBeGreaterThanOrEqual(1);
    expect(wait).toBeLessThanOrEqual(61);
    expect(refused.headers.ratelimit).toBe(`"address-minute";r=0;t=${wait}`);
  });

  test('counts all ways together, before anything is parsed, and also what fails', async () => {
    const ask = Object.values(ways);
    for (let n = 0; n < perMinute - 1; n++) expect((await ask[n]!()).status).toBe(200);
    const nonsense = () => send('POST', '/graphql', { ...json, 'content-length': '1' }, '{');
    expect((await nonsense()).status).toBe(400);
    expect((await nonsense()).status).toBe(429);
    for (const each of ask) expect((await each()).codes).toEqual(['RATE_LIMITED']);
  });

  test('counts each operation of a batch, and refuses the batch that is too much as a whole', async () => {
    const batch = (operations: number) =>
      send('POST', '/graphql', json, JSON.stringify(Array(operations).fill({ query: '{ open }' })));
    expect(await batch(4)).toMatchObject({ status: 200, codes: [] });
    expect(await batch(2)).toMatchObject({ status: 429, codes: ['RATE_LIMITED'] });
    expect((await ways.chunked!()).status).toBe(429);
  });

  test('is not misled by what a client writes into X-Forwarded-For', async () => {
    for (let n = 0; n < perMinute; n++) {
      expect((await ways.plain!({ 'x-forwarded-for': `203.0.113.${n}, ${address}` })).status).toBe(200);
    }
    expect((await ways.plain!({ 'x-forwarded-for': `203.0.113.99, ${address}` })).status).toBe(429);
    // Without a proxy that is trusted, the header says nothing at all.
    const alone = await startRouter({
      supergraphSdl: graph.supergraphSdl,
      auth: 'none',
      port: 0,
      rateLimits: { address: { perMinute, perHour: 1_000 } },
    });
    const forged = async (n: number) =>
      (await send('POST', '/graphql', { ...json, 'x-forwarded-for': `203.0.113.${n}` }, open, alone.url)).status;
    const statuses: unknown[] = [];
    for (let n = 0; n < perMinute + 2; n++) statuses.push(await forged(n));
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429, 429]);
    expect(alone.rateLimits()).toEqual({ refused: 2, shared: false });
    await alone.close();
  });

  test('counts known callers by who they are, not by where they come from', async () => {
    const user = { authorization: `Bearer ${await identity.token({ tenant_id: uuidv7(), tenant: 'own' })}` };
    for (let n = 0; n < 3 * perMinute; n++) expect((await ways.plain!(user)).status).toBe(200);
    expect((await ways.plain!()).status).toBe(200);
  });

  test('never refuses health probes, pages and preflights', async () => {
    for (let n = 0; n <= perMinute; n++) await ways.plain!();
    expect((await ways.plain!()).status).toBe(429);
    for (const path of ['/health/live', '/health/ready', '/graphiql']) {
      expect((await send('GET', path)).status).toBe(200);
    }
    const preflight = { origin: 'https://app.example.com', 'access-control-request-method': 'POST' };
    expect((await send('OPTIONS', '/graphql', preflight)).status).toBe(204);
  });

  test('refuses operations of a WebSocket one by one, and leaves it open', async () => {
    const socket = await TestSocket.open(router.url, { 'x-forwarded-for': address });
    socket.send({ type: 'connection_init' });
    expect(await socket.next()).toMatchObject({ type: 'connection_ack' });
    const drips = new Promise((resolve) => graph.drips.once('listening', resolve));
    await socket.subscribe('drips', 'subscription { drips { number } }');
    await drips;
    for (let n = 1; n < perMinute; n++) {
      socket.send({ id: `${n}`, type: 'subscribe', payload: { query: '{ open }' } });
      expect(await socket.next()).toMatchObject({ id: `${n}`, type: 'next', payload: { data: { open: 'everybody' } } });
      expect(await socket.next()).toMatchObject({ id: `${n}`, type: 'complete' });
    }
    for (const query of ['{ open }', 'subscription { drips { number } }']) {
      socket.send({ id: 'more', type: 'subscribe', payload: { query } });
      expect(await socket.next()).toMatchObject({
        id: 'more',
        type: 'error',
        payload: [{ extensions: { code: 'RATE_LIMITED', retryable: true, scope: 'address', limit: perMinute } }],
      });
    }
    expect((await ways.plain!()).status).toBe(429);
    graph.drips.emit('drip', 3);
    expect(await socket.next()).toMatchObject({ id: 'drips', payload: { data: { drips: { number: 3 } } } });
    await socket.close();
  });

  test('refuses operations of a shared event stream one by one, and leaves it open', async () => {
    const reserved = await fetch(`${router.url}/graphql/stream`, {
      method: 'PUT',
      headers: { 'x-forwarded-for': address },
    });
    const token = { 'x-graphql-event-stream-token': await reserved.text() };
    const leaving = new AbortController();
    const stream = await fetch(`${router.url}/graphql/stream`, {
      headers: { ...token, accept: 'text/event-stream', 'x-forwarded-for': '192.0.2.250' },
      signal: leaving.signal,
    });
    const run = (id: string) =>
      send(
        'POST',
        '/graphql/stream',
        { ...json, ...token },
        `{"query":"{ open }","extensions":{"operationId":"${id}"}}`,
      );
    for (let n = 1; n < perMinute; n++) expect((await run(`${n}`)).status).toBe(202);
    expect(await run('more')).toMatchObject({ status: 429, codes: ['RATE_LIMITED'] });
    let text = '';
    for await (const chunk of stream.body!) {
      text += Buffer.from(chunk).toString();
      if (text.split('event: complete').length === perMinute) break;
    }
    expect(text.split('"open":"everybody"')).toHaveLength(perMinute);
    leaving.abort();
  });
});
