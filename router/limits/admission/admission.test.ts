import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { type RunningRouter, startRouter } from '../../startRouter.ts';
import { startTestGraph, type TestGraph } from '../../testkit/testGraph.ts';
import { TestSocket } from '../../testkit/testSocket.ts';

describe('a router that has more to do than it can', () => {
  let graph: TestGraph;
  let router: RunningRouter;
  let busy = false;

  beforeAll(async () => {
    graph = await startTestGraph();
    router = await startRouter({
      supergraphSdl: graph.supergraphSdl,
      auth: 'none',
      port: 0,
      overload: { always: 1, waitAtMost: 1, crowd: 1 },
    });
  });
  afterEach(() => {
    busy = false;
  });
  afterAll(async () => {
    await router?.close();
    await graph?.close();
  });

  /** Has every turn of this process's loop take long, for so many turns and then on until told otherwise. */
  function keepBusy(turns: number): Promise<void> {
    busy = true;
    return new Promise((resolve) => {
      const turn = (left: number): void => {
        for (const end = performance.now() + 80; performance.now() < end; );
        if (left === 0) resolve();
        if (busy) setImmediate(turn, left - 1);
      };
      turn(turns);
    });
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

  test('refuses what waited too long, over every transport, and answers health probes', async () => {
    const socket = await TestSocket.ready(router.url);
    const stream = 'subscription { drips { number } }';
    const isAsked = new Promise((resolve) => graph.drips.once('listening', resolve));
    await socket.subscribe('before', stream);
    await isAsked;
    // Operations that wait for their subgraph; to the router the work of this process is theirs.
    const release = graph.alerts.hold();
    const running = [post('{ echo(text: "1") }')];
    await until(({ running: count }) => count === 1);
    await keepBusy(20);
    running.push(post('{ echo(text: "2") }'));
    await until(({ running: count }) => count === 2);
    const refused = [
      post('{ open }'),
      post('{ open }', { accept: 'text/event-stream' }),
      fetch(`${router.url}/graphql?query={open}`),
    ];
    socket.send({ id: 'refused', type: 'subscribe', payload: { query: '{ open }' } });
    const [first, ...others] = await Promise.all(refused);
    expect(first!.status).toBe(503);
    expect(first!.headers.get('retry-after')).toBe('1');
    expect(first!.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(await first!.json()).toMatchObject({
      errors: [{ extensions: { code: 'ROUTER_OVERLOADED', retryable: true, retryAfter: 1 } }],
      extensions: { requestId: first!.headers.get('x-request-id') },
    });
    expect(others.map(({ status }) => status)).toEqual([503, 503]);
    expect(await socket.next()).toMatchObject({
      id: 'refused',
      type: 'error',
      payload: [{ extensions: { code: 'ROUTER_OVERLOADED' } }],
    });
    for (const probe of ['live', 'ready']) expect((await fetch(`${router.url}/health/${probe}`)).status).toBe(200);
    busy = false;
    release();
    // What was admitted is finished, the socket goes on, and there is room again.
    expect((await Promise.all(running)).map(({ status }) => status)).toEqual([200, 200]);
    graph.drips.emit('drip', 7);
    expect(await socket.next()).toMatchObject({ id: 'before', payload: { data: { drips: { number: 7 } } } });
    await until(({ running: count, waiting }) => count + waiting === 0);
    expect((await post('{ open }')).status).toBe(200);
    expect(router.admission().refused).toBe(4);
    await socket.close();
  }, 60_000);
});
