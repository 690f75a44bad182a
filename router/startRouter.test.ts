import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { createRedisBroadcast } from '#platform/broadcast/redisBroadcast.ts';
import { CodedError } from '#platform/errors/codedError.ts';
import type { EventLog } from '#platform/event-log/eventLog.ts';
import { nullLogger } from '#platform/logs/nullLogger.ts';
import { createTestDatabase } from '#tests/postgres.ts';
import type { RouterOptions } from './routerOptions.ts';
import { type RunningRouter, startRouter } from './startRouter.ts';
import { testEventLog } from './testkit/testEventLog.ts';
import { startTestGraph, type TestGraph } from './testkit/testGraph.ts';
import { type TestIdentity, testIdentity } from './testkit/testIdentity.ts';
import { TestSocket } from './testkit/testSocket.ts';

let graph: TestGraph;
let identity: TestIdentity;
let router: RunningRouter | undefined;

beforeAll(async () => {
  [graph, identity] = await Promise.all([startTestGraph(), testIdentity()]);
});
afterAll(() => graph?.close());
afterEach(() => router?.close());

async function serve(options: Partial<RouterOptions> = {}): Promise<RunningRouter> {
  const auth = { verifier: identity.verifier, signer: identity.signer };
  router = await startRouter({ supergraphSdl: graph.supergraphSdl, auth, port: 0, ...options });
  return router;
}

async function get(path: string): Promise<{ status: number; body: string; headers: Headers }> {
  const response = await fetch(router!.url + path);
  return { status: response.status, body: await response.text(), headers: response.headers };
}

describe('health', () => {
  test('ready names every check with status and latency', async () => {
    const events = await testEventLog(await createTestDatabase('router_health'));
    await serve({ eventLog: events.log });
    const { status, body } = await get('/health/ready');
    const up = (name: string) => ({ name, status: 'up', latency: expect.any(Number) });
    expect(JSON.parse(body)).toEqual({
      status: 'up',
      checks: [up('subgraph alerts'), up('subgraph people'), up('event log'), up('revocations')],
    });
    expect(status).toBe(200);
    expect((await get('/health/live')).status).toBe(200);
    expect((await get('/health/startup')).status).toBe(200);
    await router?.close();
    await events.close();
  });

  test('without Redis a router is ready and says that it is degraded; without the log it is not ready', async () => {
    const events = await testEventLog(await createTestDatabase('router_health'));
    const broadcast = createRedisBroadcast('redis://127.0.0.1:1', nullLogger);
    await serve({ eventLog: events.log, broadcast });
    const { status, body } = await get('/health/ready');
    expect([status, JSON.parse(body).status]).toEqual([200, 'degraded']);
    expect(JSON.parse(body).checks.at(-1)).toMatchObject({ name: 'broadcast', status: 'degraded' });
    await router?.close();
    await broadcast.close();

    const away = async (): Promise<never> => {
      throw new CodedError('EVENT_LOG_UNAVAILABLE');
    };
    await serve({ eventLog: { ...events.log, end: away, read: away } });
    const without = await get('/health/ready');
    expect([without.status, JSON.parse(without.body).status]).toEqual([503, 'down']);
    expect(JSON.parse(without.body).checks).toContainEqual(
      expect.objectContaining({ name: 'revocations', status: 'down', reason: 'changes of access are not known yet' }),
    );
    await router?.close();
    await events.close();
  });

  test('ready is 503 while a part is down, and says no more than that', async () => {
    await serve({ subgraphUrls: { people: 'http://127.0.0.1:9/graphql' } });
    const { status, body } = await get('/health/ready');
    expect(status).toBe(503);
    expect(JSON.parse(body).checks[1]).toMatchObject({
      name: 'subgraph people',
      status: 'down',
      reason: 'cannot be reached',
    });
  });
});

describe('GraphiQL', () => {
  test('is served from the package alone, with a policy for its page only', async () => {
    await serve();
    const page = await get('/graphiql');
    expect(page.status).toBe(200);
    expect(page.body.match(/(?:https?:)?\/\/[a-z]/g) ?? []).toEqual([]);
    const policy = page.headers.get('content-security-policy')!;
    expect(policy).toMatch(/script-src 'self' 'sha256-/);
    expect(policy).toContain("connect-src 'self'");
    for (const [, address] of page.body.matchAll(/(?:href|from) ?=? ?"(\/graphiql\/static\/[^"]+)"/g)) {
      expect({ address, status: (await get(address!)).status }).toEqual({ address, status: 200 });
    }
    expect((await get('/graphiql/static/../../package.json')).status).toBe(404);
    expect((await get('/health/live')).headers.get('content-security-policy')).toMatch(/^default-src 'none'/);
  });

  test('and introspection are off by their settings, and suggestions with them', async () => {
    await serve({ graphiql: false, introspection: false });
    expect((await get('/graphiql')).status).toBe(404);
    expect((await get('/graphql?query={__schema{queryType{name}}}')).body).toContain('INTROSPECTION_DISABLED');
    const unknown = (await get('/graphql?query={opne}')).body;
    expect(unknown).toContain('Cannot query field');
    expect(unknown).not.toContain('open');
  });

  test('introspection works where it is on', async () => {
    await serve();
    expect((await get('/graphql?query={__schema{queryType{name}}}')).body).toBe(
      '{"data":{"__schema":{"queryType":{"name":"Query"}}}}',
    );
  });
});

test('metrics tell how often an execution is answered from memory, and what that takes', async () => {
  const ask = () =>
    fetch(`${router!.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ open }' }),
    });
  await serve({ auth: 'none', answerMemoMegabytes: 1 });
  expect(router!.caches().answers).toEqual({ hits: 0, misses: 0, size: 0, bytes: 0 });
  // Met, recorded, and then compared with the recording.
  for (let times = 0; times < 5; times++) await (await ask()).text();
  const { answers } = router!.caches();
  expect(answers).toEqual({ hits: 3, misses: 0, size: 1, bytes: expect.any(Number) });
  expect(answers!.bytes).toBeGreaterThan(0);
  await router!.close();
  await serve({ auth: 'none', answerMemoMegabytes: 0 });
  expect(router!.caches()).not.toHaveProperty('answers');
});

describe('start and end', () => {
  test('a busy port is named', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    await expect(serve({ port })).rejects.toMatchObject({
      code: 'PORT_IN_USE',
      message: expect.stringContaining(`${port}`),
    });
    other.close();
  });

  test('a supergraph whose filter is not CEL is refused', async () => {
    const supergraphSdl = graph.supergraphSdl.replaceAll('event.owner == user.id', 'event.owner ==');
    await expect(serve({ supergraphSdl })).rejects.toMatchObject({
      code: 'SUPERGRAPH_INVALID',
      message: expect.stringContaining('Subscription.alertMine'),
    });
  });

  test('live fields without a reachable event log are refused with a code that says to try again', async () => {
    const query = 'subscription { alertRaised { id } }';
    const down = {
      read: () => Promise.reject(new CodedError('EVENT_LOG_UNAVAILABLE')),
    } as Partial<EventLog> as EventLog;
    for (const eventLog of [undefined, down]) {
      await serve(eventLog ? { eventLog } : {});
      const socket = await TestSocket.ready(router!.url, await identity.token());
      await socket.subscribe('1', query);
      expect(await socket.next()).toMatchObject({
        type: 'error',
        payload: [{ extensions: { code: 'LIVE_UNAVAILABLE', retryable: true } }],
      });
      await router!.close();
    }
  });

  test('nothing stays open after close', async () => {
    const before = process.getActiveResourcesInfo().filter((kind) => kind.startsWith('TCP')).length;
    await serve();
    const socket = await TestSocket.ready(router!.url, await identity.token());
    await socket.subscribe('1', 'subscription { drips { number } }');
    await socket.subscribe('2', '{ alerts { owner { name } } }');
    await router!.close();
    await socket.closed;
    expect(graph.alerts.sockets).toBe(0);
    const after = process.getActiveResourcesInfo().filter((kind) => kind.startsWith('TCPServer'));
    expect(after.length).toBeLessThanOrEqual(before);
    await expect(fetch(`${router!.url}/health/live`)).rejects.toThrow();
  });
});
