import { generateKeyPairSync, sign } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import type { RouterOptions } from '../routerOptions.ts';
import { type RunningRouter, startRouter } from '../startRouter.ts';
import { startTestGraph, type TestGraph } from '../testkit/testGraph.ts';
import { TestSocket } from '../testkit/testSocket.ts';
import { urlSource } from './urlSource.ts';
import { checksumOf } from './verifySupergraph.ts';

let graph: TestGraph;
let router: RunningRouter | undefined;

beforeAll(async () => {
  graph = await startTestGraph();
});
afterAll(() => graph?.close());
afterEach(() => router?.close());

async function serve(options: Partial<RouterOptions> = {}): Promise<RunningRouter> {
  router = await startRouter({ supergraphSdl: graph.supergraphSdl, auth: 'none', port: 0, ...options });
  return router;
}

/** The supergraph in another version: equal for every client unless `change` says otherwise. */
const version = (n: number, change = (sdl: string) => sdl) => `# version ${n}\n${change(graph.supergraphSdl)}`;
const without = (field: string) => (sdl: string) => sdl.replace(new RegExp(`^ *${field}(\\(.*\\))?: .*$`, 'm'), '');

async function ask(query: string): Promise<{ status: number; body: { data?: unknown; errors?: unknown[] } }> {
  const response = await fetch(`${router!.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  return { status: response.status, body: (await response.json()) as { data?: unknown } };
}

test('swaps without failing a request', async () => {
  const { replaceSupergraph } = await serve();
  let done = false;
  let answered = 0;
  const wrong: unknown[] = [];
  const client = async (n: number): Promise<void> => {
    for (let request = 0; !done; request++) {
      const text = `${n}-${request}`;
      const { status, body } = await ask(`{ open echo(text: "${text}") people { name } }`);
      answered++;
      if (status !== 200 || (body.data as { echo?: string })?.echo !== text || body.errors) wrong.push(body);
    }
  };
  const clients = [1, 2, 3, 4].map(client);
  for (let n = 1; n <= 15; n++) {
    const before = answered;
    expect(await replaceSupergraph(version(n))).toBe('swapped');
    // Each version serves a while.
    while (answered < before + 4) await ask('{ open }');
  }
  done = true;
  await Promise.all(clients);
  expect(wrong).toEqual([]);
  expect(router?.supergraph).toMatchObject({ swaps: 15, refused: 0, checksum: checksumOf(version(15)) });
});

test('clients see the new schema at once, and an equal supergraph is no change', async () => {
  const { replaceSupergraph } = await serve();
  expect((await ask('{ open }')).body.data).toEqual({ open: 'everybody' });
  expect(await replaceSupergraph(version(2, without('open')))).toBe('swapped');
  expect((await ask('{ open }')).body.errors).toHaveLength(1);
  expect(await replaceSupergraph(version(2, without('open')))).toBe('unchanged');
  expect(await replaceSupergraph(graph.supergraphSdl)).toBe('swapped');
  expect((await ask('{ open }')).body.data).toEqual({ open: 'everybody' });
});

test.each([
  ['no GraphQL', 'type Query {'],
  ['no supergraph', 'type Query { a: Int }'],
  ['empty', ''],
])('what is %s is refused, and the present one stays', async (_name, sdl) => {
  const { replaceSupergraph } = await serve();
  expect(await replaceSupergraph(sdl)).toBe('refused');
  expect(router?.supergraph).toMatchObject({ swaps: 0, refused: 1, lastRefusal: expect.any(String) });
  expect((await ask('{ open }')).body.data).toEqual({ open: 'everybody' });
});

test('subscriptions that the new supergraph does not touch live on; the others are told to come again', async () => {
  const { replaceSupergraph, url } = await serve();
  const socket = await TestSocket.ready(url);
  const listening = once(graph.drips, 'listening');
  await socket.subscribe('stays', 'subscription { drips { number } }');
  await listening;
  expect(await replaceSupergraph(version(2))).toBe('swapped');
  graph.drips.emit('drip', 1);
  expect(await socket.next()).toMatchObject({ id: 'stays', payload: { data: { drips: { number: 1 } } } });
  expect(router?.supergraph.endedStreams).toBe(0);

  expect(await replaceSupergraph(version(3, without('drips')))).toBe('swapped');
  const last = await socket.next();
  expect(last.id).toBe('stays');
  expect(JSON.stringify(last)).toContain('SUBSCRIPTION_ENDED_BY_CHANGE');
  expect(router?.supergraph.endedStreams).toBe(1);
  socket.socket.close();
});

test('an address is asked again; only what has its checksum and signature is served', async () => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const signed = (sdl: string) => ({
    sdl,
    headers: {
      etag: checksumOf(sdl).slice(0, 8),
      'x-supergraph-sha256': checksumOf(sdl),
      'x-supergraph-signature': sign(null, Buffer.from(sdl), privateKey).toString('base64'),
    },
  });
  let offered = signed(graph.supergraphSdl);
  const server = createServer((_request, response) => response.writeHead(200, offered.headers).end(offered.sdl));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const source = urlSource(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`, 5);
  /** The router's own state after it has asked once more. */
  const asked = async () => {
    await once(server, 'request');
    await once(server, 'request');
    return router?.supergraph;
  };
  await serve({ supergraphSource: source, supergraphKey: publicKey });
  offered = signed(version(2));
  expect(await asked()).toMatchObject({ swaps: 1, refused: 0 });
  offered = { ...signed(version(3)), sdl: version(4) };
  expect(await asked()).toMatchObject({ swaps: 1, checksum: checksumOf(version(2)) });
  offered = signed(version(5));
  offered.headers['x-supergraph-signature'] = signed(version(6)).headers['x-supergraph-signature'];
  expect((await asked())?.lastRefusal).toContain('signature');
  offered = signed(version(7));
  await asked();
  expect(await asked()).toMatchObject({ swaps: 2, checksum: checksumOf(version(7)) });
  await router?.close();
  server.closeAllConnections();
  server.close();
});
