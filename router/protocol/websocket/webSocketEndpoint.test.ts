import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { WebSocket } from 'ws';
import { type RunningRouter, startRouter } from '../../startRouter.ts';
import { startTestGraph, type TestGraph } from '../../testkit/testGraph.ts';
import { globex, type TestIdentity, testIdentity } from '../../testkit/testIdentity.ts';
import { TestSocket } from '../../testkit/testSocket.ts';

let graph: TestGraph;
let identity: TestIdentity;
let router: RunningRouter;

beforeAll(async () => {
  [graph, identity] = await Promise.all([startTestGraph(), testIdentity()]);
  const auth = { verifier: identity.verifier, signer: identity.signer };
  router = await startRouter({ supergraphSdl: graph.supergraphSdl, auth, port: 0 });
});
afterAll(async () => {
  await router?.close();
  await graph?.close();
});

const open = (headers?: Record<string, string>, protocol?: string) => TestSocket.open(router.url, headers, protocol);

describe('transitions of graphql-transport-ws', () => {
  test('4408 when connection_init does not come', async () => {
    const impatient = await startRouter({ supergraphSdl: graph.supergraphSdl, auth: 'none', port: 0, initTimeout: 50 });
    const silent = await TestSocket.open(impatient.url);
    expect(await silent.closed).toEqual({ code: 4408, reason: 'Connection initialisation timeout' });
    await impatient.close();
  });

  test('4429 for a second connection_init', async () => {
    const socket = await TestSocket.ready(router.url);
    socket.send({ type: 'connection_init' });
    expect((await socket.closed).code).toBe(4429);
  });

  test('4401 for subscribe before the acknowledgement', async () => {
    const socket = await open();
    socket.send({ id: '1', type: 'subscribe', payload: { query: '{ open }' } });
    expect((await socket.closed).code).toBe(4401);
  });

  test('4409 for an id that is in use', async () => {
    const socket = await TestSocket.ready(router.url);
    await socket.subscribe('1', 'subscription { drips { number } }');
    socket.send({ id: '1', type: 'subscribe', payload: { query: '{ open }' } });
    expect((await socket.closed).code).toBe(4409);
  });

  test.each([
    'no json',
    '{"type":"unheard_of"}',
    '{"type":"subscribe"}',
    '[]',
    '{"id":"1","type":"subscribe","payload":{}}',
  ])('4400 for %s', async (message) => {
    const socket = await TestSocket.ready(router.url);
    socket.send(message);
    expect((await socket.closed).code).toBe(4400);
  });

  test('4406 without the subprotocol', async () => {
    const socket = new TestSocket(new WebSocket(`${router.url.replace('http', 'ws')}/graphql`));
    expect((await socket.closed).code).toBe(4406);
  });

  test('1009 for a message larger than the body limit', async () => {
    const socket = await TestSocket.ready(router.url);
    socket.send({ type: 'ping', payload: { much: 'x'.repeat(1_048_576) } });
    expect((await socket.closed).code).toBe(1009);
  });

  test('pong for ping, with its payload', async () => {
    const socket = await TestSocket.ready(router.url);
    socket.send({ type: 'ping', payload: { a: 1 } });
    expect(await socket.next()).toEqual({ type: 'pong', payload: { a: 1 } });
    await socket.close();
  });

  test('complete from the client ends the stream, and the id is free again', async () => {
    const socket = await TestSocket.ready(router.url);
    const left = once(graph.drips, 'left');
    await socket.subscribe('1', 'subscription { drips { number } }');
    socket.send({ id: '1', type: 'complete' });
    await left;
    await socket.subscribe('1', '{ open }');
    expect(await socket.next()).toEqual({ id: '1', type: 'next', payload: { data: { open: 'everybody' } } });
    expect(await socket.next()).toEqual({ id: '1', type: 'complete' });
    await socket.close();
  });
});

describe('operations on a WebSocket', () => {
  test('queries, refusals and streams of subgraphs share a socket', async () => {
    const socket = await TestSocket.ready(router.url, await identity.token());
    await socket.subscribe('q', '{ alerts { id owner { name } } }');
    expect((await socket.next()).payload.data.alerts).toHaveLength(2);
    expect(await socket.next()).toEqual({ id: 'q', type: 'complete' });
    await socket.subscribe('e', '{ nothing }');
    expect(await socket.next()).toMatchObject({
      id: 'e',
      type: 'error',
      payload: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }],
    });
    socket.send({
      id: 's',
      type: 'subscribe',
      payload: { query: 'subscription { ticks(count: 2) { number owner { name } } }' },
    });
    for (const number of [1, 2]) {
      const tick = { number, owner: { name: `Name of p${number}` } };
      expect(await socket.next()).toEqual({ id: 's', type: 'next', payload: { data: { ticks: tick } } });
    }
    expect(await socket.next()).toEqual({ id: 's', type: 'complete' });
    await socket.close();
  });

  test('access is checked as over HTTP', async () => {
    const socket = await TestSocket.ready(router.url);
    await socket.subscribe('1', '{ alerts { id } }');
    expect(await socket.next()).toMatchObject({
      type: 'error',
      payload: [{ extensions: { code: 'UNAUTHENTICATED' } }],
    });
    await socket.close();
  });

  test('the hundred and first subscription of a socket is refused', async () => {
    const socket = await TestSocket.ready(router.url);
    for (let n = 0; n < 100; n++)
      socket.send({ id: `${n}`, type: 'subscribe', payload: { query: 'subscription { drips { number } }' } });
    await socket.subscribe('100', 'subscription { drips { number } }');
    expect(await socket.next()).toMatchObject({
      id: '100',
      type: 'error',
      payload: [{ extensions: { code: 'LIMIT_SUBSCRIPTIONS' } }],
    });
    await socket.close();
  });
});

describe('identity on a WebSocket', () => {
  test('the token may come with the upgrade', async () => {
    const socket = await open({ authorization: `Bearer ${await identity.token()}` });
    socket.send({ type: 'connection_init' });
    expect(await socket.next()).toEqual({ type: 'connection_ack' });
    await socket.subscribe('1', '{ alerts { id } }');
    expect(await socket.next()).toMatchObject({ type: 'next' });
    await socket.close();
  });

  test('4403 with the reason for tokens that are not acceptable and tenants that disagree', async () => {
    const bad = await open();
    bad.send({ type: 'connection_init', payload: { Authorization: 'Bearer no.token.this' } });
    expect(await bad.closed).toEqual({ code: 4403, reason: 'TOKEN_INVALID' });
    const other = await open({ 'x-tenant-id': globex.tenant });
    other.send({ type: 'connection_init', payload: { authorization: `Bearer ${await identity.token()}` } });
    expect(await other.closed).toEqual({ code: 4403, reason: 'TENANT_MISMATCH' });
  });

  test('4403 when the token ends', async () => {
    const { socket, left } = await identity.beforeItEnds(async (token) => {
      const ready = await TestSocket.ready(router.url, token);
      const listening = once(graph.drips, 'listening');
      await ready.subscribe('1', 'subscription { drips { number } }');
      await listening;
      return { socket: ready, left: once(graph.drips, 'left') };
    });
    expect(await socket.closed).toEqual({ code: 4403, reason: 'TOKEN_EXPIRED' });
    await left;
  });

  describe('a ping with a fresh token', () => {
    test('keeps the socket beyond the former one, and does not send the token back', async () => {
      const [socket, former] = await identity.beforeItEnds(async (token) => {
        const ready = await TestSocket.ready(router.url, token);
        await ready.subscribe('1', 'subscription { drips { number } }');
        const Authorization = `Bearer ${await identity.token()}`;
        expect(await ready.ping({ Authorization })).toEqual({ refreshed: true });
        return [ready, await TestSocket.ready(router.url, token)];
      });
      expect(await former!.closed).toEqual({ code: 4403, reason: 'TOKEN_EXPIRED' });
      graph.drips.emit('drip', 7);
      expect((await socket!.next()).payload.data).toEqual({ drips: { number: 7 } });
      await socket!.close();
    });

    test.each([
      ['of another user', { sub: '01890000-0000-7000-8000-0000000000ae' }, 'TOKEN_INVALID'],
      ['of another tenant', { ...globex }, 'TOKEN_INVALID'],
      ['with other permissions', { scope: 'alert:read' }, 'ACCESS_CHANGED'],
      ['that has ended', { exp: 1_000_000_000 }, 'TOKEN_EXPIRED'],
    ])('%s closes it, and what ran on it ends', async (_of, claims, reason) => {
      const socket = await TestSocket.ready(router.url, await identity.token());
      const left = once(graph.drips, 'left');
      await socket.subscribe('1', 'subscription { drips { number } }');
      socket.send({ type: 'ping', payload: { Authorization: `Bearer ${await identity.token(claims)}` } });
      expect(await socket.closed).toEqual({ code: 4403, reason });
      await left;
    });
  });

  test('upgrades from foreign origins and to other paths are refused', async () => {
    const tries: [string, Record<string, string>, number][] = [
      ['/graphql', { origin: 'https://evil.example' }, 403],
      ['/other', {}, 404],
    ];
    for (const [path, headers, status] of tries) {
      const socket = new WebSocket(`${router.url.replace('http', 'ws')}${path}`, 'graphql-transport-ws', { headers });
      const [, response] = await once(socket, 'unexpected-response');
      expect(response.statusCode).toBe(status);
      response.resume();
    }
  });
});

test('closing the router closes sockets with 1001 and leaves nothing in subgraphs', async () => {
  const auth = { verifier: identity.verifier, signer: identity.signer };
  const own = await startRouter({ supergraphSdl: graph.supergraphSdl, auth, port: 0 });
  const socket = await TestSocket.ready(own.url);
  const left = once(graph.drips, 'left');
  await socket.subscribe('1', 'subscription { drips { number } }');
  await Promise.all([own.close(), left]);
  expect(await socket.closed).toEqual({ code: 1001, reason: 'Going away' });
});
