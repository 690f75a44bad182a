import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { makeCursorKeys, parseCursorKeys } from '#platform/cursors/cursorKeys.ts';
import { createTestDatabase } from '#tests/postgres.ts';
import type { RouterOptions } from '../routerOptions.ts';
import { type RunningRouter, startRouter } from '../startRouter.ts';
import { collectedLogs } from '../testkit/collectedLogs.ts';
import { type TestEventLog, testEventLog } from '../testkit/testEventLog.ts';
import { startTestGraph, type TestGraph } from '../testkit/testGraph.ts';
import { globex, type TestIdentity, testIdentity } from '../testkit/testIdentity.ts';
import { TestSocket } from '../testkit/testSocket.ts';

const cursorKeys = parseCursorKeys(makeCursorKeys());
const watch = 'subscription ($min: Int) { alertRaised(minLevel: $min) { id } }';
const watchPeople = 'subscription { alertRaised { id owner { name } } }';
const { logger, records } = collectedLogs();
let graph: TestGraph;
let identity: TestIdentity;
let events: TestEventLog;
const routers: RunningRouter[] = [];

beforeAll(async () => {
  const database = await createTestDatabase('router_resume');
  [graph, identity, events] = await Promise.all([startTestGraph(), testIdentity(), testEventLog(database, 4)]);
});
afterAll(async () => {
  await graph?.close();
  await events?.close();
});
beforeEach(() => void records.splice(0));
afterEach(async () => {
  await Promise.all(routers.splice(0).map((router) => router.close()));
});

async function start(options: Partial<RouterOptions> = {}): Promise<RunningRouter> {
  const auth = { verifier: identity.verifier, signer: identity.signer };
  const { supergraphSdl } = graph;
  const router = await startRouter({
    supergraphSdl,
    auth,
    eventLog: events.log,
    cursorKeys,
    logger,
    port: 0,
    ...options,
  });
  routers.push(router);
  return router;
}

const connect = async (router: RunningRouter, claims?: Record<string, unknown>) =>
  TestSocket.ready(router.url, await identity.token(claims));

interface Seen {
  readonly id: string;
  readonly cursor: string;
}

async function next(socket: TestSocket): Promise<Seen> {
  const message = await socket.next();
  if (message?.type !== 'next' || message.payload.errors) throw new Error(`no frame: ${JSON.stringify(message)}`);
  return { id: message.payload.data.alertRaised.id, cursor: message.payload.extensions.cursor };
}

async function take(socket: TestSocket, count: number): Promise<Seen[]> {
  const seen: Seen[] = [];
  while (seen.length < count) seen.push(await next(socket));
  return seen;
}

const names = (prefix: string, count: number) => [...Array(count).keys()].map((n) => `${prefix}-${n}`);
async function detectAll(ids: readonly string[], tenantId?: string): Promise<void> {
  for (const alert_id of ids) await events.detect({ alert_id }, tenantId);
}

describe('a stream that comes back with its cursor', () => {
  test('gets on another router what came meanwhile, and goes on live, without gap or repetition', async () => {
    const [one, other] = [await start(), await start()];
    const before = await connect(one);
    await before.subscribe('s', watch);
    await detectAll(names('before', 5));
    const seen = await take(before, 5);
    before.socket.terminate();
    await one.close();

    await Promise.all([detectAll(names('missed', 600)), detectAll(names('foreign', 200), globex.tenant_id)]);
    const after = await connect(other);
    // While the replay runs, events go on coming.
    const live = detectAll(names('live', 300));
    await after.subscribe('s', watch, {}, { cursor: seen.at(-1)!.cursor });
    await live;
    const more = (await take(after, 900)).map(({ id }) => id);
    expect(new Set(more)).toEqual(new Set([...names('missed', 600), ...names('live', 300)]));
    await detectAll(['last']);
    expect((await next(after)).id).toBe('last');
    expect(after.unread).toEqual([]);
    expect(other.liveMetrics).toMatchObject({ resumed: 1, cursorsRefused: 0 });
    await after.close();
  });

  test('gets much that is large at the pace at which it reads, and is no slow reader for that', async () => {
    const router = await start();
    const before = await connect(router);
    await before.subscribe('s', watch);
    await detectAll(['seen']);
    const [{ cursor }] = (await take(before, 1)) as [Seen];
    before.socket.terminate();
    const large = names('large', 100).map((name) => name.padEnd(300_000, '.'));
    await detectAll(large);
    const after = await connect(router);
    await after.subscribe('s', watch, {}, { cursor });
    expect(new Set((await take(after, 100)).map(({ id }) => id))).toEqual(new Set(large));
    await detectAll(['live']);
    expect((await next(after)).id).toBe('live');
    await after.close();
  });

  test('may come back behind any of its frames', async () => {
    const router = await start();
    const socket = await connect(router);
    await socket.subscribe('s', watch);
    await detectAll(names('any', 20));
    const seen = await take(socket, 20);
    for (const at of [0, 7, 18, 19]) {
      await socket.subscribe(`from-${at}`, watch, {}, { cursor: seen[at]!.cursor });
      expect((await take(socket, 19 - at)).map(({ id }) => id).sort()).toEqual(
        seen
          .slice(at + 1)
          .map(({ id }) => id)
          .sort(),
      );
    }
    expect(socket.unread).toEqual([]);
    await socket.close();
  });

  test('is spared the log when the feed of its router remembers what it missed', async () => {
    let reads = 0;
    const read: typeof events.log.read = (options) => {
      if (options.topics.includes('threat.detected')) reads++;
      return events.log.read(options);
    };
    const router = await start({ eventLog: { ...events.log, read } });
    const [staying, leaving] = [await connect(router), await connect(router)];
    await Promise.all([staying, leaving].map((socket) => socket.subscribe('s', watch)));
    await detectAll(['remembered-0']);
    const { cursor } = await next(leaving);
    await leaving.close();
    await detectAll(names('remembered-later', 30));
    await take(staying, 31);
    const back = await connect(router);
    await back.subscribe('s', watch, {}, { cursor });
    await detectAll(['remembered-last']);
    const seen = (await take(back, 31)).map(({ id }) => id);
    expect(new Set(seen)).toEqual(new Set([...names('remembered-later', 30), 'remembered-last']));
    expect([seen.at(-1), reads]).toEqual(['remembered-last', 1]);
    await Promise.all([staying.close(), back.close()]);
  });

  test('without having seen a frame uses the cursor of a pong', async () => {
    const router = await start();
    const socket = await connect(router);
    await socket.subscribe('quiet', watch);
    const { cursors } = await socket.ping({ cursors: true });
    await socket.close();
    await detectAll(names('meanwhile', 3));
    const again = await connect(router);
    await again.subscribe('s', watch, {}, { cursor: cursors.quiet });
    expect((await take(again, 3)).map(({ id }) => id).sort()).toEqual(names('meanwhile', 3));
    await again.close();
  });

  test('is filtered in its replay as it is live', async () => {
    const router = await start();
    const socket = await connect(router);
    await socket.subscribe('s', watch, { min: 3 });
    const { cursors } = await socket.ping({ cursors: true });
    await events.detect({ alert_id: 'low', level: 1 });
    await events.detect({ alert_id: 'high', level: 3 });
    expect((await next(socket)).id).toBe('high');
    await socket.subscribe('again', watch, { min: 3 }, { cursor: cursors.s });
    expect((await next(socket)).id).toBe('high');
    expect(socket.unread).toEqual([]);
    await socket.close();
  });

  test('goes on over server-sent events by Last-Event-ID', async () => {
    const router = await start();
    const socket = await connect(router);
    await socket.subscribe('s', watch);
    const { cursors } = await socket.ping({ cursors: true });
    await detectAll(['sse-missed']);
    const response = await fetch(`${router.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'text/event-stream',
        authorization: `Bearer ${await identity.token()}`,
        'last-event-id': cursors.s,
      },
      body: JSON.stringify({ query: watch }),
    });
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    while (!text.includes('}}\n\n')) text += (await reader.read()).value;
    expect(text).toMatch(/id: [\w.-]+\nevent: next\ndata: \{"data":\{"alertRaised":\{"id":"sse-missed"/);
    await reader.cancel();
    await socket.close();
  });

  test('shares with others who come back what they missed: each event is hydrated once for all', async () => {
    const router = await start();
    const socket = await connect(router);
    await socket.subscribe('s', watchPeople);
    const { cursors } = await socket.ping({ cursors: true });
    await socket.close();
    await detectAll(names('shared', 10));
    graph.people.seen.length = 0;
    const others = await Promise.all([...Array(20)].map(() => connect(router)));
    await Promise.all(others.map((other) => other.subscribe('s', watchPeople, {}, { cursor: cursors.s })));
    for (const other of others) {
      expect((await take(other, 10)).map(({ id }) => id).sort()).toEqual(names('shared', 10));
    }
    expect(graph.people.seen).toHaveLength(10);
    await Promise.all(others.map((other) => other.close()));
  });

  test('is told when the log no longer has what it missed, and what to do', async () => {
    const router = await start();
    const socket = await connect(router);
    await socket.subscribe('s', watch);
    const { cursors } = await socket.ping({ cursors: true });
    await detectAll(names('old', 8));
    await take(socket, 8);
    await events.removeAll();
    const elsewhere = await connect(await start());
    await elsewhere.subscribe('again', watch, {}, { cursor: cursors.s });
    expect(await elsewhere.next()).toMatchObject({
      id: 'again',
      type: 'error',
      payload: [{ extensions: { code: 'CURSOR_EXPIRED' }, message: expect.stringContaining('Query again') }],
    });
    await Promise.all([socket.close(), elsewhere.close()]);
  });
});

describe('a cursor', () => {
  async function refused(cursor: unknown, claims?: Record<string, unknown>): Promise<void> {
    const router = routers[0] ?? (await start());
    const socket = await connect(router, claims);
    await socket.subscribe('s', watch, {}, { cursor });
    expect(await socket.next()).toMatchObject({
      type: 'error',
      payload: [{ extensions: { code: 'LIVE_CURSOR_INVALID' } }],
    });
    expect(router.live.groups).toBe(0);
    await socket.close();
  }

  async function ownCursor(): Promise<string> {
    const socket = await connect(await start());
    await socket.subscribe('s', watch);
    const { cursors } = await socket.ping({ cursors: true });
    await socket.close();
    return cursors.s;
  }

  test('of another user, tenant or key, cut or changed, is refused and logged without being shown', async () => {
    const cursor = await ownCursor();
    const [sealed, binding] = cursor.split('.') as [string, string];
    const changed = `${sealed.slice(0, -4)}AAAA.${binding}`;
    const tries: [string, unknown, Record<string, unknown>?][] = [
      ['cursor-other-user', cursor, { sub: '01890000-0000-7000-8000-0000000000ae' }],
      ['cursor-other-tenant', cursor, { ...globex }],
      ['cursor-forged', changed],
      ['cursor-malformed', cursor.slice(0, 50)],
      ['cursor-malformed', 'nonsense'],
    ];
    for (const [reason, given, claims] of tries) {
      records.splice(0);
      await refused(given, claims);
      expect(records.filter(({ event }) => event === 'security')).toEqual([
        expect.objectContaining({ reason, tenantId: expect.any(String), userId: expect.any(String) }),
      ]);
      expect(JSON.stringify(records)).not.toContain(String(given));
    }
  });

  test('does not hold in a router with other keys', async () => {
    const cursor = await ownCursor();
    await Promise.all(routers.splice(0).map((router) => router.close()));
    await start({ cursorKeys: parseCursorKeys(makeCursorKeys()) });
    await refused(cursor);
    expect(records).toContainEqual(expect.objectContaining({ reason: 'cursor-unknown-key' }));
  });
});

describe('a query that asks for a cursor', () => {
  const ask = async (router: RunningRouter, body: object, claims?: Record<string, unknown>) => {
    const response = await fetch(`${router.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${await identity.token(claims)}` },
      body: JSON.stringify(body),
    });
    return (await response.json()) as { data?: unknown; errors?: unknown[]; extensions?: { cursor?: string } };
  };

  test('joins snapshot and stream: what comes after its position is in the stream', async () => {
    const router = await start();
    const { extensions } = await ask(router, { query: '{ alerts { id } }', extensions: { cursor: ['alertRaised'] } });
    await detectAll(['after-query']);
    const socket = await connect(router);
    await socket.subscribe('s', watch, {}, { cursor: extensions?.cursor });
    expect((await next(socket)).id).toBe('after-query');
    await socket.close();
  });

  test('gets none unasked, and is refused for fields without events', async () => {
    const router = await start();
    expect(await ask(router, { query: '{ open }' })).toEqual({ data: { open: 'everybody' } });
    expect(await ask(router, { query: '{ open }', extensions: { cursor: true } })).toMatchObject({
      extensions: { cursor: expect.any(String) },
    });
    for (const [cursor, code] of [
      [['ticks'], 'LIVE_FIELD_UNKNOWN'],
      [['__proto__'], 'LIVE_FIELD_UNKNOWN'],
      ['alertRaised', 'BAD_REQUEST'],
      [[], 'BAD_REQUEST'],
    ]) {
      expect(await ask(router, { query: '{ open }', extensions: { cursor } })).toMatchObject({
        errors: [{ extensions: { code } }],
      });
    }
  });
});

describe('subscriptions', () => {
  test('are limited per user and per tenant; ended ones make room', async () => {
    const router = await start({ subscriptionsPerUser: 2, subscriptionsPerTenant: 3 });
    const [ada, bob] = [await connect(router), await connect(router, { sub: '01890000-0000-7000-8000-0000000000ae' })];
    const limited = (scope: string, limit: number) => ({
      type: 'error',
      payload: [{ extensions: { code: 'LIMIT_SUBSCRIPTIONS', scope, limit } }],
    });
    await ada.subscribe('1', watch);
    await ada.subscribe('2', watch);
    await ada.subscribe('3', watch);
    expect(await ada.next()).toMatchObject(limited('user', 2));
    await bob.subscribe('1', watch);
    await bob.subscribe('2', watch);
    expect(await bob.next()).toMatchObject(limited('tenant', 3));
    ada.send({ id: '1', type: 'complete' });
    await ada.ping();
    await bob.subscribe('3', watch);
    await detectAll(['limits']);
    expect((await next(bob)).id).toBe('limits');
    await Promise.all([ada.close(), bob.close()]);
  });
});
