import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createTestDatabase } from '#tests/postgres.ts';
import { type RunningRouter, startRouter } from '../startRouter.ts';
import { type TestEventLog, testEventLog } from '../testkit/testEventLog.ts';
import { startTestGraph, type TestGraph } from '../testkit/testGraph.ts';
import { globex, type TestIdentity, testIdentity } from '../testkit/testIdentity.ts';
import { TestSocket } from '../testkit/testSocket.ts';

let graph: TestGraph;
let identity: TestIdentity;
let events: TestEventLog;
let router: RunningRouter;

beforeAll(async () => {
  const database = await createTestDatabase('router_live');
  [graph, identity, events] = await Promise.all([startTestGraph(), testIdentity(), testEventLog(database)]);
});
afterAll(async () => {
  await graph?.close();
  await events?.close();
});
beforeEach(async () => {
  const auth = { verifier: identity.verifier, signer: identity.signer };
  router = await startRouter({
    supergraphSdl: graph.supergraphSdl,
    auth,
    eventLog: events.log,
    port: 0,
    unreadAtMost: 100_000,
  });
  graph.alerts.seen.length = 0;
  graph.people.seen.length = 0;
});
afterEach(async () => {
  await router?.close();
});

const watch = 'subscription ($min: Int) { alertRaised(minLevel: $min) { id owner { name } } }';
const idOf = (message: { payload: { data: { alertRaised: { id: string } } } }) => message.payload.data.alertRaised.id;

async function listener(query = watch, variables = {}, claims?: Record<string, unknown>): Promise<TestSocket> {
  const socket = await TestSocket.ready(router.url, await identity.token(claims));
  await socket.subscribe('live', query, variables);
  return socket;
}

describe('live fields', () => {
  test('an event becomes a frame with fields of both subgraphs and the facts of the event', async () => {
    const socket = await listener();
    const id = await events.detect({ alert_id: 'a1' });
    expect(await socket.next()).toEqual({
      id: 'live',
      type: 'next',
      payload: {
        data: { alertRaised: { id: 'a1', owner: { name: 'Name of owner-of-a1' } } },
        extensions: {
          event: { id, name: 'threat.detected', timestamp: expect.any(String) },
          cursor: expect.any(String),
        },
      },
    });
    expect(graph.alerts.seen.at(-1)?.headers.traceparent).toMatch(/^00-0af7651916cd43dd8448eb211c80319c-/);
    await socket.close();
  });

  test('frames of another tenant reach nobody here, and this tenant alone gets its own', async () => {
    const ours = await listener();
    const theirs = await listener(watch, {}, { ...globex });
    await events.detect({ alert_id: 'for-globex' }, globex.tenant_id);
    await events.detect({ alert_id: 'for-acme' });
    expect(idOf(await ours.next())).toBe('for-acme');
    expect(idOf(await theirs.next())).toBe('for-globex');
    await events.detect({ alert_id: 'last-acme' });
    await events.detect({ alert_id: 'last-globex' }, globex.tenant_id);
    expect(idOf(await ours.next())).toBe('last-acme');
    expect(idOf(await theirs.next())).toBe('last-globex');
    await Promise.all([ours.close(), theirs.close()]);
  });

  test('subscribers who must see the same are one group: hydrated once', async () => {
    const twins = [await listener(), await listener(watch, {}, { sub: '01890000-0000-7000-8000-0000000000ae' })];
    const other = await listener(watch, {}, { scope: 'alert:read' });
    expect(router.live).toMatchObject({ sockets: 3, topics: 1, groups: 2 });
    await events.detect({ alert_id: 'shared' });
    for (const socket of [...twins, other]) expect(idOf(await socket.next())).toBe('shared');
    expect(graph.people.seen).toHaveLength(2);
    await Promise.all([...twins, other].map((socket) => socket.close()));
  });

  test('what the event tells is not fetched; nobody is asked for an event that passes no filter', async () => {
    const ids = await listener('subscription { alertRaised(minLevel: 2) { id __typename } }');
    await events.detect({ alert_id: 'filtered', level: 1 });
    await events.detect({ alert_id: 'told', level: 2 });
    expect((await ids.next()).payload.data.alertRaised).toEqual({ id: 'told', __typename: 'Alert' });
    expect([...graph.alerts.seen, ...graph.people.seen]).toEqual([]);
    expect(router.liveMetrics).toMatchObject({ eventsRead: 2, eventsMatched: 1, hydrations: 1, frames: 1 });
    await ids.close();
  });

  test('the filter sees event, arguments and user', async () => {
    const high = await listener(watch, { min: 3 });
    const me = '01890000-0000-7000-8000-0000000000aa';
    const mine = await listener('subscription { alertMine { id } }', {}, { sub: me });
    const all = await listener();
    await events.detect({ alert_id: 'low', level: 1 });
    await events.detect({ alert_id: 'high', level: 3 });
    await events.detect({ alert_id: 'mine', level: 1, owner: me });
    expect([idOf(await all.next()), idOf(await all.next()), idOf(await all.next())]).toEqual(['low', 'high', 'mine']);
    expect(idOf(await high.next())).toBe('high');
    expect((await mine.next()).payload.data).toEqual({ alertMine: { id: 'mine' } });
    expect([...high.unread, ...mine.unread]).toEqual([]);
    await Promise.all([high, mine, all].map((socket) => socket.close()));
  });

  test('frames keep the order of their events', async () => {
    const socket = await listener();
    const ids = [...Array(40).keys()].map((n) => `o${n}`);
    for (const alert_id of ids) await events.detect({ alert_id });
    const got: string[] = [];
    while (got.length < ids.length) got.push(idOf(await socket.next()));
    expect(got).toEqual(ids);
    await socket.close();
  });

  test('an entity that is no more is a coded error in its frame, and the stream goes on', async () => {
    const socket = await listener();
    await events.detect({ alert_id: 'gone-1' });
    await events.detect({ alert_id: 'here' });
    const { payload } = await socket.next();
    expect(payload.data).toBeNull();
    expect(payload.errors[0].extensions.code).toEqual(expect.any(String));
    expect(idOf(await socket.next())).toBe('here');
    await socket.close();
  });

  test('access is checked before anything is opened', async () => {
    const socket = await listener(watch, {}, { scope: '' });
    expect(await socket.next()).toMatchObject({ type: 'error', payload: [{ extensions: { code: 'FORBIDDEN' } }] });
    expect(router.live.topics).toBe(0);
    await socket.close();
  });

  test('the last one who leaves takes group and reader along, however it leaves', async () => {
    const completing = await listener();
    const closing = await listener();
    const dying = await listener();
    completing.send({ id: 'live', type: 'complete' });
    completing.send({ type: 'ping' });
    expect(await completing.next()).toEqual({ type: 'pong' });
    await closing.close();
    expect(router.live).toMatchObject({ topics: 1, groups: 1 });
    dying.socket.terminate();
    await completing.close();
    await router.close();
    expect(router.live).toEqual({ sockets: 0, eventStreams: 0, topics: 0, groups: 0 });
  });

  test('a reader that is too slow is closed alone, with a code after which clients come back, and resumes', async () => {
    const healthy = await listener();
    const slow = await listener(watch, { min: 0 });
    slow.socket.pause();
    const closed = slow.closed;
    const big = 'x'.repeat(60_000);
    let sent = 0;
    for (; router.live.groups === 2; sent++) {
      await events.detect({ alert_id: `${sent}${big}`, level: 1 });
      expect(idOf(await healthy.next())).toMatch(new RegExp(`^${sent}x`));
    }
    slow.socket.resume();
    expect((await closed).code).toBe(1013);
    // What it was sent before it was closed, and by its last cursor what it was not.
    const got: string[] = [];
    let cursor: string | undefined;
    for (let message = await slow.next(); message; message = await slow.next()) {
      got.push(idOf(message));
      cursor = message.payload.extensions.cursor;
    }
    expect(got.length).toBeLessThan(sent);
    const again = await TestSocket.ready(router.url, await identity.token());
    await again.subscribe('live', watch, { min: 0 }, { cursor });
    while (got.length < sent) got.push(idOf(await again.next()));
    expect(got).toEqual([...Array(sent).keys()].map((n) => `${n}${big}`));
    await Promise.all([healthy.close(), again.close()]);
  });
});

describe('server-sent events', () => {
  const stream = async (query: string, headers: Record<string, string> = {}) =>
    fetch(`${router.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream', ...headers },
      body: JSON.stringify({ query }),
    });

  test('a subscription is in position when the headers are there, and streams', async () => {
    const response = await stream(watch, { authorization: `Bearer ${await identity.token()}` });
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    await events.detect({ alert_id: 'sse' });
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    while (!text.includes('}\n\n')) text += (await reader.read()).value;
    expect(text).toMatch(/^id: [\w.-]+\n:\n\nid: [\w.-]+\nevent: next\ndata: \{"data":\{"alertRaised":\{"id":"sse"/);
    expect(router.live.eventStreams).toBe(1);
    await reader.cancel();
  });

  test('queries, refusals and finite streams end with complete', async () => {
    expect(await (await stream('{ open }')).text()).toBe(
      ':\n\nevent: next\ndata: {"data":{"open":"everybody"}}\n\nevent: complete\ndata:\n\n',
    );
    expect(await (await stream('{ alerts { id } }')).text()).toMatch(
      /UNAUTHENTICATED.*\n\nevent: complete\ndata:\n\n$/s,
    );
    const ticks = await (await stream('subscription { ticks(count: 3) { number } }')).text();
    expect(ticks.match(/event: next/g)).toHaveLength(3);
  });

  test('the stream ends when the token does', async () => {
    const { response, left } = await identity.beforeItEnds(async (token) => {
      const listening = once(graph.drips, 'listening');
      const opened = await stream('subscription { drips { number } }', { authorization: `Bearer ${token}` });
      await listening;
      return { response: opened, left: once(graph.drips, 'left') };
    });
    expect(await response.text()).toMatch(/TOKEN_EXPIRED.*event: complete\ndata:\n\n$/s);
    await left;
  });
});
