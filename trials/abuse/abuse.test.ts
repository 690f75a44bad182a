import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { WebSocket } from 'ws';
import { type RunningRouter, startRouter } from '#router/startRouter.ts';
import { startTestGraph, type TestGraph } from '#router/testkit/testGraph.ts';
import { type TestIdentity, testIdentity } from '#router/testkit/testIdentity.ts';
import { TestSocket } from '#router/testkit/testSocket.ts';
import { costlyDocuments } from './costlyDocuments.ts';
import { faultOf } from './judgeAnswer.ts';
import { sendBadInput } from './sendBadInput.ts';

let graph: TestGraph;
let identity: TestIdentity;
let router: RunningRouter;

beforeAll(async () => {
  [graph, identity] = await Promise.all([startTestGraph(), testIdentity()]);
  router = await startRouter({
    supergraphSdl: graph.supergraphSdl,
    auth: 'none',
    // Masks what the platform's router masks, though it knows nobody.
    maskErrors: true,
    port: 0,
    costLimits: { public: 300, user: 300, partner: 300 },
  });
});
afterAll(async () => {
  await router?.close();
  await graph?.close();
});

const served = async (): Promise<unknown> =>
  (
    await fetch(`${router.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"query":"{ open }"}',
    })
  ).json();

describe('query denial of service', () => {
  const corpus = costlyDocuments();

  test('the corpus has 200 requests', () => {
    expect(corpus).toHaveLength(200);
    expect(new Set(corpus.map(({ name }) => name)).size).toBe(200);
  });

  test('each is refused by its code; none is planned or reaches a subgraph', async () => {
    graph.alerts.seen.length = 0;
    graph.people.seen.length = 0;
    const faults: string[] = [];
    for (const { name, headers, body, codes } of corpus) {
      const response = await fetch(`${router.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: body as string,
      });
      const text = await response.text();
      const code = (JSON.parse(text) as { errors: { extensions: { code: string } }[] }).errors[0]?.extensions.code;
      if (!codes.includes(code ?? '') || faultOf(response.status, text))
        faults.push(`${name}: ${code} ${text.slice(0, 200)}`);
    }
    expect(faults).toEqual([]);
    expect([...graph.alerts.seen, ...graph.people.seen]).toEqual([]);
    expect(await served()).toEqual({ data: { open: 'everybody' } });
  });

  test('what is refused again is known from the first time, and what is kept of it is bounded', async () => {
    const { body } = corpus.find(({ name }) => name === 'nested fragments 2^30')!;
    const before = router.caches().documents;
    for (let n = 0; n < 20; n++) {
      await fetch(`${router.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: body as string,
      });
    }
    const after = router.caches().documents;
    expect(after.hits - before.hits).toBe(20);
    expect(after.size).toBe(before.size);
  });
});

describe('bad input', () => {
  test('2,000 mutated requests, messages and bytes: no fault, nothing of the inside, and the router serves', async () => {
    const { sent, outcomes, faults } = await sendBadInput(router.url, { count: 2_000, seed: 1 });
    expect(faults).toEqual([]);
    expect([...outcomes.values()].reduce((sum, count) => sum + count, 0)).toBe(sent);
    // The mutations reach all layers: some are still right, some are refused by each of them.
    expect([...outcomes.keys()]).toEqual(
      expect.arrayContaining(['200', '400', '403', '404', '405', '406', '415', 'closed 4400']),
    );
    expect(await served()).toEqual({ data: { open: 'everybody' } });
  });
});

describe('socket abuse', () => {
  test('1,000 ids on one socket: 100 run, 900 are refused, and none is left when it is gone', async () => {
    const socket = await TestSocket.ready(router.url);
    let left = 0;
    const released = new Promise<void>((resolve) => {
      graph.drips.on('left', () => ++left === 100 && resolve());
    });
    for (let n = 0; n < 1_000; n++) {
      socket.send({ id: `${n}`, type: 'subscribe', payload: { query: 'subscription { drips { number } }' } });
    }
    let refused = 0;
    while (refused < 900) {
      const { type, payload } = await socket.next();
      expect({ type, code: payload?.[0]?.extensions.code }).toEqual({ type: 'error', code: 'LIMIT_SUBSCRIPTIONS' });
      refused++;
    }
    await socket.close();
    await released;
    graph.drips.removeAllListeners('left');
    while (graph.alerts.sockets > 0) await served();
  });

  test('100 sockets that never say who they are are closed, and leave nothing', async () => {
    const impatient = await startRouter({
      supergraphSdl: graph.supergraphSdl,
      auth: 'none',
      port: 0,
      initTimeout: 200,
    });
    const sockets = await Promise.all(Array.from({ length: 100 }, () => TestSocket.open(impatient.url)));
    const codes = await Promise.all(sockets.map(async ({ closed }) => (await closed).code));
    expect(new Set(codes)).toEqual(new Set([4408]));
    // A server knows a moment later than its client that a connection is gone.
    while (impatient.live.sockets > 0) await served();
    await impatient.close();
  });

  test('a key server that hangs holds up only those who need it, and leaves nothing when they go', async () => {
    const hanging = await startRouter({
      supergraphSdl: graph.supergraphSdl,
      auth: { verifier: { verify: () => new Promise(() => undefined) }, signer: identity.signer },
      port: 0,
    });
    const waiting = await Promise.all(Array.from({ length: 50 }, () => TestSocket.open(hanging.url)));
    for (const socket of waiting) socket.send({ type: 'connection_init', payload: { Authorization: 'Bearer a.b.c' } });
    const other = await TestSocket.ready(hanging.url);
    await other.subscribe('1', '{ open }');
    expect(await other.next()).toMatchObject({ type: 'next' });
    await Promise.all([...waiting, other].map((socket) => socket.close()));
    await hanging.close();
    expect(hanging.live.sockets).toBe(0);
  });

  test('a frame of a megabyte, foreign origins and half an upgrade', async () => {
    const large = await TestSocket.ready(router.url);
    large.send(`{"type":"ping","payload":{"much":"${'x'.repeat(1_048_576)}"}}`);
    expect((await large.closed).code).toBe(1009);
    const foreign = new WebSocket(`${router.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', {
      headers: { origin: 'https://evil.example' },
    });
    const [, response] = await once(foreign, 'unexpected-response');
    expect(response.statusCode).toBe(403);
    response.destroy();
    expect(await served()).toEqual({ data: { open: 'everybody' } });
  });
});
