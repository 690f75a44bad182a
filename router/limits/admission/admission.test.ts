import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { type RunningRouter, startRouter } from '../../startRouter.ts';
import { startTestGraph, type TestGraph } from '../../testkit/testGraph.ts';
import { TestSocket } from '../../testkit/testSocket.ts';
import { Room } from './room.ts';

describe('the room for operations', () => {
  const options = { always: 100, lateAtMost: 10 };
  /** Tells the room for a time, in milliseconds, that the loop is so late while so many want to run. */
  const during = (room: Room, time: number, late: number, running: number): void => {
    for (let past = 0; past < time; past += 20) room.adapt(late, 20, Math.min(running, room.size));
  };

  test('has no bound while the loop is in time, however many wait for slow subgraphs', () => {
    const room = new Room(options);
    during(room, 20_000, 10, 50_000);
    expect(room.size).toBe(Number.POSITIVE_INFINITY);
  });

  test('shrinks while the loop is late, the later the faster, and never below what may always run', () => {
    const [little, much] = [new Room(options), new Room(options)];
    during(little, 200, 20, 1_000);
    during(much, 200, 50, 1_000);
    expect(little.size).toBeCloseTo(500);
    expect(much.size).toBeCloseTo(200);
    during(much, 1_000, 50, 1_000);
    expect(much.size).toBe(100);
  });

  test('shrinks by little for one late turn', () => {
    const room = new Room(options);
    room.adapt(14, 50, 1_000);
    expect(room.size).toBeGreaterThan(900);
  });

  test('stays where the loop is as late as it may be, and grows until it has no bound', () => {
    const room = new Room(options);
    during(room, 2_000, 100, 1_000);
    during(room, 1_000, 10, 1_000);
    expect(room.size).toBe(100);
    during(room, 200, 2.5, 100);
    expect(room.size).toBeCloseTo(200);
    during(room, 2_400, 2.5, 100);
    expect(room.size).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('a router whose loop is late', () => {
  let graph: TestGraph;
  let router: RunningRouter;
  let busy = false;

  beforeAll(async () => {
    graph = await startTestGraph();
    router = await startRouter({
      supergraphSdl: graph.supergraphSdl,
      auth: 'none',
      port: 0,
      // As many as are made to wait below: these run however late this machine makes the loop by itself.
      overload: { always: 3, lateAtMost: 25 },
    });
  });
  afterEach(() => {
    busy = false;
  });
  afterAll(async () => {
    await router?.close();
    await graph?.close();
  });

  /** Keeps the loop of this process late, by more than it may be. */
  function keepLate(): void {
    busy = true;
    const turn = (): void => {
      for (const end = performance.now() + 80; performance.now() < end; );
      if (busy) setImmediate(turn);
    };
    turn();
  }

  /** Lets the loop turn until the router's state is as asked. */
  async function until(isSo: (metrics: ReturnType<RunningRouter['admission']>) => boolean): Promise<void> {
    while (!isSo(router.admission())) await new Promise((resolve) => setTimeout(resolve));
  }

  const post = (query: string, headers: Record<string, string> = {}) =>
    fetch(`${router.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query }),
    });

  test('refuses what is more than may always run, over every transport, and answers health probes', async () => {
    const socket = await TestSocket.ready(router.url);
    const stream = 'subscription { drips { number } }';
    const isAsked = new Promise((resolve) => graph.drips.once('listening', resolve));
    await socket.subscribe('before', stream);
    await isAsked;
    // Operations that wait for their subgraph while the loop is late.
    const release = graph.alerts.hold();
    const running = Array.from({ length: 3 }, (_, n) => post(`{ echo(text: "${n}") }`));
    await until(({ running: count }) => count === 3);
    keepLate();
    await until(({ room }) => room === 3);
    const refused = await post('{ open }');
    expect(refused.status).toBe(503);
    expect(refused.headers.get('retry-after')).toBe('1');
    expect(refused.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(await refused.json()).toMatchObject({
      errors: [{ extensions: { code: 'ROUTER_OVERLOADED', retryable: true, retryAfter: 1 } }],
      extensions: { requestId: refused.headers.get('x-request-id') },
    });
    expect((await post('{ open }', { accept: 'text/event-stream' })).status).toBe(503);
    expect((await fetch(`${router.url}/graphql?query={open}`)).status).toBe(503);
    socket.send({ id: 'refused', type: 'subscribe', payload: { query: '{ open }' } });
    expect(await socket.next()).toMatchObject({
      id: 'refused',
      type: 'error',
      payload: [{ extensions: { code: 'ROUTER_OVERLOADED' } }],
    });
    for (const probe of ['live', 'ready']) expect((await fetch(`${router.url}/health/${probe}`)).status).toBe(200);
    busy = false;
    release();
    // What was admitted is finished, the socket goes on, and there is room again.
    expect((await Promise.all(running)).map(({ status }) => status)).toEqual([200, 200, 200]);
    graph.drips.emit('drip', 7);
    expect(await socket.next()).toMatchObject({ id: 'before', payload: { data: { drips: { number: 7 } } } });
    await until(({ running: count }) => count === 0);
    expect((await post('{ open }')).status).toBe(200);
    expect(router.admission().refused).toBe(4);
    await socket.close();
  });
});
