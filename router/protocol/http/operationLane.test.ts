import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import { Agent, createServer, type IncomingHttpHeaders, request, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { composeServices } from '@apollo/composition';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { parse } from 'graphql';
import type { RouterOptions } from '../../routerOptions.ts';
import { type RunningRouter, startRouter } from '../../startRouter.ts';
import { collectedLogs } from '../../testkit/collectedLogs.ts';
import { startTestGraph, type TestGraph } from '../../testkit/testGraph.ts';
import { globex, type TestIdentity, testIdentity } from '../../testkit/testIdentity.ts';

const agent = new Agent({ keepAlive: true });
afterAll(() => agent.destroy());

interface Received {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Posts a body with its length declared, which is the plain way, or in chunks, which is Fastify's. */
async function post(url: string, way: 'plain' | 'chunked', body: string, headers: object = {}): Promise<Received> {
  const length = Buffer.byteLength(body);
  const framing = way === 'plain' ? { 'content-length': length } : { 'transfer-encoding': 'chunked' };
  const all = { 'content-type': 'application/json', ...headers, ...framing };
  const asked = request(`${url}/graphql`, { method: 'POST', headers: all, agent });
  asked.end(body);
  const [response] = await once(asked, 'response');
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return { status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks).toString('latin1') };
}

/** What must be the same on both ways: all but the moment and identifiers that are made for each request. */
function comparable({ status, headers: { date, ...headers }, body }: Received): object {
  expect(new Date(date ?? '').toUTCString()).toBe(date);
  const id = headers['x-request-id'] as string;
  return { status, headers: { ...headers, 'x-request-id': '' }, body: body.replaceAll(id, '') };
}

describe('the plain way and the way of Fastify give the same', () => {
  let graph: TestGraph;
  let identity: TestIdentity;
  const logs = collectedLogs();
  const routers: Record<string, RunningRouter> = {};
  let bearer = '';
  let viewer = '';
  let expired = '';

  beforeAll(async () => {
    [graph, identity] = await Promise.all([startTestGraph(), testIdentity()]);
    const common: RouterOptions = {
      supergraphSdl: graph.supergraphSdl,
      auth: { verifier: identity.verifier, signer: identity.signer, tenantHostSuffix: 'example.com' },
      logger: logs.logger,
      port: 0,
    };
    routers.usual = await startRouter(common);
    routers.listed = await startRouter({
      ...common,
      corsOrigins: ['https://app.example.com', 'https://other.example.com'],
      batchLimit: 3,
    });
    const past = Math.floor(Date.now() / 1000) - 3600;
    bearer = `Bearer ${await identity.token()}`;
    viewer = `Bearer ${await identity.token({ scope: 'alert:read' })}`;
    expired = `Bearer ${await identity.token({ iat: past - 900, exp: past })}`;
  });
  afterAll(async () => {
    await Promise.all(Object.values(routers).map((router) => router.close()));
    await graph?.close();
  });
  beforeEach(() => {
    logs.records.length = 0;
  });

  const open = '{"query":"{ open }"}';
  const echo = (text: string) =>
    JSON.stringify({ query: 'query E($t: String!) { echo(text: $t) }', variables: { t: text } });
  const strict = { accept: 'application/graphql-response+json' };
  const page = (origin: string) => ({ origin, 'sec-fetch-site': 'cross-site' });
  const requests: [what: string, body: string, headers: () => object][] = [
    ['a query', open, () => ({})],
    ['a query for the strict media type', open, () => strict],
    ['a charset', open, () => ({ 'content-type': 'application/json; charset=utf-8' })],
    ['a foreign charset', open, () => ({ 'content-type': 'application/json; charset=latin1' })],
    ['plain text', open, () => ({ 'content-type': 'text/plain' })],
    ['an id', open, () => ({ 'x-request-id': 'my-id' })],
    ['an id that is not safe', open, () => ({ 'x-request-id': 'my id' })],
    ['text of one byte per character', echo('x'.repeat(900)), () => ({})],
    ['text of more bytes per character', echo('für 10 € 💶'), () => ({})],
    ['a long answer', echo('long '.repeat(300)), () => ({})],
    ['a longer answer', echo('longer '.repeat(400)), () => ({ 'accept-encoding': 'gzip;q=0.8' })],
    ['a longer answer of more bytes', echo('für 10 €'.repeat(200)), () => ({ 'accept-encoding': 'gzip, br' })],
    ['an answer that Node would not encode', echo('für'.repeat(1_000)), () => ({ 'accept-encoding': 'identity' })],
    ['partial data', '{"query":"{ broken open }"}', () => ({})],
    ['no JSON', '{"query":', () => ({})],
    ['no object', '"query"', () => ({})],
    ['a byte order mark', `\uFEFF${open}`, () => ({})],
    ['a name of a prototype', '{"query":"{ open }","variables":{"__proto__":{}}}', () => ({})],
    ['too many levels', `${'['.repeat(70)}${']'.repeat(70)}`, () => ({})],
    ['no query', '{}', () => strict],
    ['no GraphQL', '{"query":"{ open"}', () => ({})],
    ['no GraphQL, strictly', '{"query":"{ open"}', () => strict],
    [
      'many faults',
      JSON.stringify({ query: `{ ${'wrong '.repeat(19)} }` }),
      () => ({ 'accept-encoding': 'br', 'x-request-id': 'a' }),
    ],
    ['a subscription', '{"query":"subscription { ticks(count: 1) { number } }"}', () => ({})],
    ['a batch', `[${open},{"query":"{ nothing }"}]`, () => ({})],
    ['a long batch', `[${open},${open},${open},${open}]`, () => ({})],
    ['an answer that is not offered', open, () => ({ accept: 'image/png' })],
    ['an encoded body', open, () => ({ 'content-encoding': 'gzip' })],
    ['a stream', open, () => ({ accept: 'text/event-stream' })],
    ['a multipart answer', open, () => ({ accept: 'multipart/mixed' })],
    ['a foreign page', open, () => page('https://evil.example')],
    ['a listed page', open, () => page('https://app.example.com')],
    ['a listed page with a long answer', echo('long '.repeat(300)), () => page('https://other.example.com')],
    ['a request of another site', open, () => ({ 'sec-fetch-site': 'cross-site' })],
    ['a protected field without token', '{"query":"{ alerts { id } }"}', () => ({})],
    ['a protected field', '{"query":"{ alerts { id } }"}', () => ({ authorization: bearer })],
    ['a mutation without scope', '{"query":"mutation M { raise(id: 1) { id } }"}', () => ({ authorization: viewer })],
    ['an expired token', open, () => ({ authorization: expired })],
    ['another scheme', open, () => ({ authorization: 'Basic YTpi' })],
    ['another tenant', open, () => ({ authorization: bearer, 'x-tenant-id': globex.tenant_id })],
  ];

  test.each(requests)('%s', async (_what, body, headers) => {
    for (const router of Object.values(routers)) {
      const plain = await post(router.url, 'plain', body, headers());
      const chunked = await post(router.url, 'chunked', body, headers());
      // Fastify does not trust a connection after a body that it could not use; here it was read to its end.
      if (chunked.headers.connection === 'close') {
        expect(plain.status).toBeGreaterThanOrEqual(400);
        for (const name of ['connection', 'keep-alive']) {
          delete plain.headers[name];
          delete chunked.headers[name];
        }
      }
      expect(comparable(plain)).toEqual(comparable(chunked));
    }
  });

  test.each(requests)('line in the log: %s', async (_what, body, headers) => {
    for (const way of ['plain', 'chunked'] as const) await post(routers.usual!.url, way, body, headers());
    const lines = logs.records.filter(({ msg }) => msg === 'request');
    const facts = lines.map(({ time: _time, ms, requestId, ...others }) => {
      expect([typeof ms, typeof requestId]).toEqual(['number', 'string']);
      return others;
    });
    expect(facts).toHaveLength(2);
    expect(facts[0]).toEqual(facts[1]);
  });

  const head = (body: string) =>
    `POST /graphql HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n`;

  test('requests that do not wait for one another on a connection are answered in their order', async () => {
    const socket = connect({ port: routers.usual!.port, host: '127.0.0.1' });
    const bodies = [echo('first'), '{"query":"{ __typename }"}', '{"query":', echo('last')];
    socket.write(bodies.map((body) => head(body) + body).join(''));
    let received = '';
    for await (const chunk of socket) {
      received += chunk;
      if (received.includes('"last"')) break;
    }
    const answers = received.match(/HTTP\/1\.1 \d+|"(first|last|Query|BAD_REQUEST)"/g);
    expect(answers?.filter((each) => each.startsWith('HTTP'))).toHaveLength(4);
    expect(answers?.filter((each) => each.startsWith('"'))).toEqual(['"first"', '"Query"', '"BAD_REQUEST"', '"last"']);
  });

  test.each([1, 70_000])('a body of at least %d bytes that comes in pieces is taken whole', async (length) => {
    const { port, url } = routers.usual!;
    const socket = connect({ port, host: '127.0.0.1' });
    const body = echo('piece').padEnd(length, ' ');
    const pieces = [head(body), body.slice(0, 9), body.slice(9, -1), body.slice(-1)];
    for (const piece of pieces) {
      socket.write(piece);
      // Whoever is answered meanwhile shows that the router has read what was there.
      await post(url, 'plain', open);
    }
    const [answer] = await once(socket, 'data');
    expect(String(answer)).toContain('"piece"');
    socket.destroy();
  });

  test('a client that leaves in the middle of its body disturbs nobody', async () => {
    const { port, url } = routers.usual!;
    const socket = connect({ port, host: '127.0.0.1' });
    await once(socket, 'connect');
    socket.write(head(open) + open.slice(0, 5));
    expect(await post(url, 'plain', open)).toMatchObject({ status: 200 });
    socket.resetAndDestroy();
    await once(socket, 'close');
    expect(await post(url, 'plain', open)).toMatchObject({ status: 200 });
  });

  test('and only the second one is served by Fastify', async () => {
    let handled = 0;
    const count = () => void handled++;
    const channel = 'tracing:fastify.request.handler:start';
    subscribe(channel, count);
    // The subgraphs are served by Fastify too; this asks none of them.
    const query = '{"query":"{ __typename }"}';
    await post(routers.usual!.url, 'plain', query);
    expect(handled).toBe(0);
    await post(routers.usual!.url, 'chunked', query);
    expect(handled).toBe(1);
    unsubscribe(channel, count);
  });
});

describe('a request that a subgraph keeps waiting', () => {
  let router: RunningRouter;
  /** Gives the answers that the subgraph owes, as they come to be. */
  const subgraph = createServer((_request, response) => subgraph.emit('asked', response));
  const asked = async (): Promise<ServerResponse> => (await once(subgraph, 'asked'))[0];

  beforeEach(async () => {
    await once(subgraph.listen(0, '127.0.0.1'), 'listening');
    const url = `http://127.0.0.1:${(subgraph.address() as AddressInfo).port}/graphql`;
    const { supergraphSdl = '' } = composeServices([
      { name: 'slow', url, typeDefs: parse('type Query { slow: String }') },
    ]);
    router = await startRouter({ supergraphSdl, auth: 'none', port: 0 });
  });
  afterEach(async () => {
    await router.close();
    subgraph.close();
    subgraph.closeAllConnections();
    await once(subgraph, 'close');
  });

  const query = '{"query":"{ slow }"}';

  test('is cancelled there when its client leaves', async () => {
    const headers = { 'content-type': 'application/json', 'content-length': query.length };
    const client = request(`${router.url}/graphql`, { method: 'POST', headers });
    client.on('error', () => undefined).end(query);
    const response = await asked();
    const left = once(response, 'close');
    client.destroy();
    await left;
    expect(response.writableFinished).toBe(false);
  });

  test('is answered to a client that keeps no connection', async () => {
    const headers = { 'content-type': 'application/json', 'content-length': query.length };
    const client = request(`${router.url}/graphql`, { method: 'POST', headers, agent: false }).end(query);
    const response = await asked();
    response.setHeader('content-type', 'application/json').end('{"data":{"slow":"done"}}');
    const [answer] = await once(client, 'response');
    expect(answer.headers).toMatchObject({ connection: 'close', 'content-length': '24' });
    expect(Math.abs(Date.parse(answer.headers.date) - Date.now())).toBeLessThan(60_000);
    await once(answer.resume(), 'end');
  });

  test('is answered while the router closes, and its connection ends with it', async () => {
    const answer = post(router.url, 'plain', query);
    const response = await asked();
    const closed = router.close();
    while (await accepts(router.port));
    response.setHeader('content-type', 'application/json').end('{"data":{"slow":"done"}}');
    expect(await answer).toMatchObject({
      status: 200,
      headers: { connection: 'close' },
      body: '{"data":{"slow":"done"}}',
    });
    await closed;
  });

  async function accepts(port: number): Promise<boolean> {
    const socket = connect({ port, host: '127.0.0.1' });
    const outcome = await Promise.race([
      once(socket, 'connect').then(() => true),
      once(socket, 'error').then(() => false),
    ]).catch(() => false);
    socket.destroy();
    return outcome;
  }
});
