/**
 * Every close code and transition of the protocol that `webSocketEndpoint.test.ts` does not have.
 * @see https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md
 */
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { WebSocket } from 'ws';
import { type RunningRouter, startRouter } from '../../startRouter.ts';
import { startTestGraph, type TestGraph } from '../../testkit/testGraph.ts';
import { type TestIdentity, testIdentity } from '../../testkit/testIdentity.ts';
import { TestSocket } from '../../testkit/testSocket.ts';

let graph: TestGraph;
let identity: TestIdentity;
let router: RunningRouter;

beforeAll(async () => {
  [graph, identity] = await Promise.all([startTestGraph(), testIdentity()]);
  const auth = { verifier: identity.verifier, signer: identity.signer };
  router = await startRouter({ supergraphSdl: graph.supergraphSdl, auth, port: 0, keepAlive: 100 });
});
afterAll(async () => {
  await router?.close();
  await graph?.close();
});

describe('connection', () => {
  test('the acknowledgement comes once, for connection_init with and without payload', async () => {
    for (const payload of [undefined, {}, { anything: { nested: true } }]) {
      const socket = await TestSocket.open(router.url);
      socket.send({ type: 'connection_init', payload });
      expect(await socket.next()).toEqual({ type: 'connection_ack' });
      await socket.close();
      expect(socket.unread).toEqual([]);
    }
  });

  test.each([
    ['a payload that is no object', { type: 'connection_init', payload: 'text' }],
    ['no type', { id: '1' }],
    ['an id that is no text', { id: 1, type: 'subscribe', payload: { query: '{ open }' } }],
    ['an empty id', { id: '', type: 'subscribe', payload: { query: '{ open }' } }],
    ['variables that are no object', { id: '1', type: 'subscribe', payload: { query: '{ open }', variables: 1 } }],
    [
      'an operation name that is no text',
      { id: '1', type: 'subscribe', payload: { query: '{ open }', operationName: 1 } },
    ],
    ['complete without id', { type: 'complete' }],
    ['a ping whose payload is no object', { type: 'ping', payload: 1 }],
    ['a pong whose payload is no object', { type: 'pong', payload: [] }],
    ['null', null],
    ['a text', '"text"'],
    ['an empty message', ''],
  ])('4400 for %s', async (_what, message) => {
    const socket = await TestSocket.open(router.url);
    socket.send(message);
    expect((await socket.closed).code).toBe(4400);
  });

  test.each(['next', 'error', 'connection_ack'])('4400 for %s, which only servers send', async (type) => {
    const socket = await TestSocket.ready(router.url);
    socket.send({ id: '1', type, payload: {} });
    expect((await socket.closed).code).toBe(4400);
  });

  test('4429 for a second connection_init before the first is acknowledged', async () => {
    const socket = await TestSocket.open(router.url);
    socket.send({ type: 'connection_init' });
    socket.send({ type: 'connection_init' });
    expect((await socket.closed).code).toBe(4429);
  });

  test('4401 for a subscribe that overtakes the acknowledgement', async () => {
    const socket = await TestSocket.open(router.url);
    socket.send({ type: 'connection_init', payload: { Authorization: `Bearer ${await identity.token()}` } });
    socket.send({ id: '1', type: 'subscribe', payload: { query: '{ open }' } });
    expect((await socket.closed).code).toBe(4401);
  });

  test('4500 when something fails inside, without its words', async () => {
    const verifier = { verify: () => Promise.reject(new Error('the key store at 10.0.0.7 burns')) };
    const broken = await startRouter({
      supergraphSdl: graph.supergraphSdl,
      auth: { verifier, signer: identity.signer },
      port: 0,
    });
    const socket = await TestSocket.open(broken.url);
    socket.send({ type: 'connection_init', payload: { Authorization: 'Bearer a.b.c' } });
    const { code, reason } = await socket.closed;
    expect(code).toBe(4500);
    expect(reason).not.toContain('10.0.0.7');
    await broken.close();
  });

  test('4406 for another subprotocol', async () => {
    const socket = new WebSocket(`${router.url.replace('http', 'ws')}/graphql`, 'graphql-ws');
    const [error] = (await once(socket, 'error').catch((failure) => [failure])) as [Error];
    expect(error.message).toContain('subprotocol');
    expect(socket.protocol).toBe('');
  });

  test('1000 when the client closes; what it subscribed to is released', async () => {
    const socket = await TestSocket.ready(router.url);
    const left = once(graph.drips, 'left');
    await socket.subscribe('1', 'subscription { drips { number } }');
    await socket.close();
    expect((await socket.closed).code).toBe(1000);
    await left;
  });
});

describe('ping and pong', () => {
  test('are answered before the acknowledgement too', async () => {
    const socket = await TestSocket.open(router.url);
    socket.send({ type: 'ping' });
    expect(await socket.next()).toEqual({ type: 'pong' });
    await socket.close();
  });

  test('a pong that nobody asked for is taken', async () => {
    const socket = await TestSocket.ready(router.url);
    socket.send({ type: 'pong', payload: { a: 1 } });
    await socket.subscribe('1', '{ open }');
    expect(await socket.next()).toMatchObject({ type: 'next' });
    await socket.close();
  });

  test('the server pings on the level of WebSocket, and cuts a peer that does not answer', async () => {
    const socket = new WebSocket(`${router.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', {
      autoPong: false,
    });
    await once(socket, 'ping');
    const [code] = await once(socket, 'close');
    expect(code).toBe(1006);
  });
});

describe('operations', () => {
  test('a query gives next, then complete; its id is free at once', async () => {
    const socket = await TestSocket.ready(router.url);
    for (const _ of [1, 2]) {
      socket.send({ id: 'q', type: 'subscribe', payload: { query: '{ open }' } });
      expect(await socket.next()).toEqual({ id: 'q', type: 'next', payload: { data: { open: 'everybody' } } });
      expect(await socket.next()).toEqual({ id: 'q', type: 'complete' });
    }
    await socket.close();
  });

  test('an operation that is refused gives one error and nothing after it; its id is free', async () => {
    const socket = await TestSocket.ready(router.url);
    for (const query of ['{ nothing }', '{', 'query A { open } query B { open }']) {
      await socket.subscribe('e', query);
      expect(await socket.next()).toMatchObject({ id: 'e', type: 'error', payload: [{ message: expect.any(String) }] });
      expect(socket.unread).toEqual([]);
    }
    await socket.close();
  });

  test('an error during execution is part of next, not the end by error', async () => {
    const socket = await TestSocket.ready(router.url);
    await socket.subscribe('x', '{ open broken }');
    expect(await socket.next()).toMatchObject({
      id: 'x',
      type: 'next',
      payload: { data: { open: 'everybody', broken: null }, errors: [{ path: ['broken'] }] },
    });
    expect(await socket.next()).toEqual({ id: 'x', type: 'complete' });
    await socket.close();
  });

  test('complete for an id that is not in use does nothing', async () => {
    const socket = await TestSocket.ready(router.url);
    socket.send({ id: 'nobody', type: 'complete' });
    await socket.subscribe('1', '{ open }');
    expect(await socket.next()).toMatchObject({ id: '1', type: 'next' });
    await socket.close();
  });

  test('complete at once after subscribe: nothing more comes, and nothing stays', async () => {
    const socket = await TestSocket.ready(router.url);
    const listening = once(graph.drips, 'listening');
    const left = once(graph.drips, 'left');
    socket.send({ id: '1', type: 'subscribe', payload: { query: 'subscription { drips { number } }' } });
    socket.send({ id: '1', type: 'complete' });
    await Promise.all([listening, left]);
    await socket.subscribe('1', '{ open }');
    expect(await socket.next()).toMatchObject({ id: '1', type: 'next', payload: { data: { open: 'everybody' } } });
    await socket.close();
  });

  test('a stream that ends by itself gives complete once, and complete of the client after it does nothing', async () => {
    const socket = await TestSocket.ready(router.url);
    await socket.subscribe('t', 'subscription { ticks(count: 1) { number } }');
    expect(await socket.next()).toMatchObject({ id: 't', type: 'next' });
    expect(await socket.next()).toEqual({ id: 't', type: 'complete' });
    socket.send({ id: 't', type: 'complete' });
    await socket.subscribe('u', '{ open }');
    expect(await socket.next()).toMatchObject({ id: 'u', type: 'next' });
    await socket.close();
  });

  test('operations with different ids run side by side', async () => {
    const socket = await TestSocket.ready(router.url);
    await socket.subscribe('a', 'subscription { drips { number } }');
    await socket.subscribe('b', 'subscription { drips { number } }');
    graph.drips.emit('drip', 7);
    const messages = [await socket.next(), await socket.next()];
    expect(messages.map(({ id }) => id).sort()).toEqual(['a', 'b']);
    for (const { payload } of messages) expect(payload).toEqual({ data: { drips: { number: 7 } } });
    await socket.close();
  });
});
