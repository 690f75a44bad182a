import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { makeCursorKeys, parseCursorKeys } from '#platform/cursors/cursorKeys.ts';
import { type RunningRouter, startRouter } from '#router/startRouter.ts';
import { type TestEventLog, testEventLog } from '#router/testkit/testEventLog.ts';
import { startTestGraph, type TestGraph } from '#router/testkit/testGraph.ts';
import { type TestIdentity, testIdentity } from '#router/testkit/testIdentity.ts';
import { createTestDatabase } from '#tests/postgres.ts';
import { createLiveClient, type LiveClient, type LiveClientOptions } from './liveClient.ts';
import type { LiveState } from './liveTypes.ts';
import { collected } from './testkit/collected.ts';

interface Watched {
  readonly alertRaised: { readonly id: string };
}

const cursorKeys = parseCursorKeys(makeCursorKeys());
const watch = { toString: () => 'subscription { alertRaised { id } }' };
let graph: TestGraph;
let identity: TestIdentity;
let events: TestEventLog;
let router: RunningRouter;
let clients: LiveClient[] = [];

beforeAll(async () => {
  const database = await createTestDatabase('live_client');
  [graph, identity, events] = await Promise.all([startTestGraph(), testIdentity(), testEventLog(database)]);
});
afterAll(async () => {
  await graph?.close();
  await events?.close();
});
beforeEach(async () => {
  router = await start(0);
});
afterEach(async () => {
  for (const client of clients) client.close();
  clients = [];
  await router?.close();
});

async function start(port: number): Promise<RunningRouter> {
  const auth = { verifier: identity.verifier, signer: identity.signer };
  return startRouter({ supergraphSdl: graph.supergraphSdl, auth, eventLog: events.log, cursorKeys, port });
}

function connect(options: Partial<LiveClientOptions> = {}): LiveClient {
  const client = createLiveClient({
    url: `${router.url}/graphql`,
    token: () => identity.token(),
    backOff: { first: 20, longest: 100 },
    ...options,
  });
  clients.push(client);
  return client;
}

function listen(client: LiveClient, expired?: () => Promise<string | undefined>) {
  const frames = collected<string>();
  const states = collected<LiveState>();
  const errors = collected<string>();
  const subscription = client.subscribe<Watched, object>(
    watch as never,
    {},
    {
      next: ({ data }) => frames.add(data!.alertRaised.id),
      state: states.add,
      error: ({ code }) => errors.add(code),
      ...(expired && { expired }),
    },
  );
  return { frames, states, errors, subscription };
}

describe.each(['websocket', 'sse'] as const)('a client over %s', (transport) => {
  test('gets every event once, in order, also those of the time when there was no router', async () => {
    const { frames, states, subscription } = listen(connect({ transport }));
    await subscription.ready;
    await events.detect({ alert_id: `${transport}-1` });
    await frames.until((all) => all.length === 1);
    await router.close();
    await states.until((all) => all.includes('reconnecting'));
    for (const n of [2, 3, 4]) await events.detect({ alert_id: `${transport}-${n}` });
    router = await start(router.port);
    await frames.until((all) => all.length === 4);
    await events.detect({ alert_id: `${transport}-5` });
    await frames.until((all) => all.length === 5);
    expect(frames.all).toEqual([1, 2, 3, 4, 5].map((n) => `${transport}-${n}`));
    expect(states.all).toEqual(['live', 'reconnecting', 'live']);
    expect(subscription.cursor).toEqual(expect.any(String));
  });

  test('that saw no event before the loss misses none either', async () => {
    const { frames, states, subscription } = listen(connect({ transport }));
    await subscription.ready;
    expect(subscription.cursor).toEqual(expect.any(String));
    await router.close();
    await states.until((all) => all.includes('reconnecting'));
    await events.detect({ alert_id: `${transport}-quiet` });
    router = await start(router.port);
    await frames.until((all) => all.length === 1);
    expect(frames.all).toEqual([`${transport}-quiet`]);
  });

  test('asks for a new snapshot when what it missed is gone, and goes on behind that', async () => {
    const client = connect({ transport });
    const query = { toString: () => '{ alerts { id } }' };
    const expired = async () => (await client.query(query as never, {}, { cursorFor: ['alertRaised'] })).cursor;
    const { frames, states, subscription } = listen(client, expired);
    await subscription.ready;
    await events.detect({ alert_id: 'seen' });
    await frames.until((all) => all.length === 1);
    await router.close();
    await states.until((all) => all.includes('reconnecting'));
    await events.detect({ alert_id: 'gone' });
    await events.removeAll();
    router = await start(router.port);
    await states.until((all) => all.at(-1) === 'live' && all.includes('expired'));
    await events.detect({ alert_id: 'after' });
    await frames.until((all) => all.length === 2);
    expect(frames.all).toEqual(['seen', 'after']);
  });

  test('ends with the reason when it may not subscribe', async () => {
    const client = connect({ transport, token: () => identity.token({ scope: '' }) });
    const { errors, subscription } = listen(client);
    await expect(subscription.ready).rejects.toThrow('FORBIDDEN');
    expect(errors.all).toEqual(['FORBIDDEN']);
    expect(subscription.state).toBe('ended');
  });

  test('comes back with a fresh token when the former one ends', async () => {
    let token = identity.shortToken;
    const { frames, states, subscription } = listen(connect({ transport, token: () => token() }));
    await subscription.ready;
    token = identity.token;
    await states.until((all) => all.includes('reconnecting'));
    await events.detect({ alert_id: `${transport}-meanwhile` });
    await frames.until((all) => all.length === 1);
    expect(frames.all).toEqual([`${transport}-meanwhile`]);
  });
});

test('a token that is renewed in time keeps the socket', async () => {
  const { frames, states, other } = await identity.beforeItEnds(async (short) => {
    let token = async () => short;
    const client = connect({ token: () => token() });
    const renewed = listen(client);
    await renewed.subscription.ready;
    token = identity.token;
    await client.renewToken();
    // Another socket with the first one's token shows when that has ended.
    const keeping = listen(connect({ token: () => short }));
    await keeping.subscription.ready;
    return { ...renewed, other: keeping };
  });
  await other.states.until((all) => all.includes('reconnecting'));
  await events.detect({ alert_id: 'renewed' });
  await frames.until((all) => all.length === 1);
  expect(states.all).toEqual(['live']);
});

test('whoever waits for an event is told when its frame comes, at once when it came already', async () => {
  const client = connect();
  const { subscription } = listen(client);
  await subscription.ready;
  const signal = AbortSignal.timeout(50_000);
  const id = await events.detect({ alert_id: 'own' });
  await client.seen(id, signal);
  await client.seen(id, signal);
  await expect(client.seen('another', AbortSignal.abort(new Error('given up')))).rejects.toThrow('given up');
});
