import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { nullLogger } from '#platform/logs/nullLogger.ts';
import { createHttpTransport } from '../subgraph-transport/httpTransport.ts';
import type { BreakerState } from './circuitBreaker.ts';
import { createShapedTransport, type ShapedTransport } from './shapedTransport.ts';
import type { Shaping } from './shapingOptions.ts';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

let server: Server;
let handler: Handler;
let asked: number;
const transports: ShapedTransport[] = [];

beforeEach(async () => {
  asked = 0;
  server = createServer((request, response) => {
    asked++;
    handler(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});

afterEach(async () => {
  server.closeAllConnections();
  await Promise.all(transports.splice(0).map((transport) => transport.close()));
  server.close();
});

function shaped(all: Partial<Shaping>): ShapedTransport {
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const http = createHttpTransport({ subgraphs: [{ name: 'one', url }] });
  const options = { all: { retryDelay: 1, ...all } };
  const transport = createShapedTransport(http, options, nullLogger, () => ({ 'x-probe': 'yes' }));
  transports.push(transport);
  return transport;
}

const ok: Handler = (_request, response) => response.end('{"data":{}}');
const reset: Handler = (request) => request.socket.resetAndDestroy();
const codeOf = (answer: Promise<unknown>) =>
  answer.then(
    () => 'answered',
    (error) => error.code as string,
  );
/** Resolves when the breaker is in that state; it changes by itself only when a probe was answered. */
async function turned(transport: ShapedTransport, state: BreakerState): Promise<void> {
  while (transport.states()[0]?.breaker !== state) await setImmediate();
}
const ask = (transport: ShapedTransport, limits = {}) => codeOf(transport.fetch('one', '{}', {}, limits));

test('a query that did not reach the subgraph is repeated three times, a mutation never', async () => {
  const transport = shaped({});
  handler = reset;
  expect(await ask(transport, { idempotent: true })).toBe('SUBGRAPH_UNAVAILABLE');
  expect(asked).toBe(4);
  expect(await ask(transport, { idempotent: false })).toBe('SUBGRAPH_UNAVAILABLE');
  expect(asked).toBe(5);
});

test('a repetition that succeeds is the answer', async () => {
  handler = (request, response) => (asked < 3 ? reset : ok)(request, response);
  expect(await ask(shaped({}), { idempotent: true })).toBe('answered');
  expect(asked).toBe(3);
});

test('no repetition begins after the deadline', async () => {
  handler = reset;
  const limits = { idempotent: true, deadline: Date.now() + 300 };
  expect(await ask(shaped({ retryDelay: 20_000 }), limits)).toBe('SUBGRAPH_UNAVAILABLE');
  expect(asked).toBe(1);
});

test('a subgraph that fails is not asked any more, and asked again when it may have recovered', async () => {
  const transport = shaped({ retries: 0 });
  handler = reset;
  for (let n = 0; n < 10; n++) await ask(transport);
  expect(transport.states()).toEqual([{ service: 'one', breaker: 'open', running: 0, waiting: 0 }]);
  expect(await ask(transport)).toBe('SUBGRAPH_UNAVAILABLE');
  expect(asked).toBe(10);

  const recovering = shaped({ retries: 0, breakerOpen: 0 });
  for (let n = 0; n < 10; n++) await ask(recovering);
  handler = ok;
  expect([await ask(recovering), await ask(recovering)]).toEqual(['answered', 'answered']);
  expect(recovering.states()[0]?.breaker).toBe('closed');
});

test('a subgraph that answers a probe is asked again long before the breaker would try', async () => {
  const transport = shaped({ retries: 0, breakerProbe: 20 });
  handler = reset;
  const probed = once(server, 'probe');
  for (let n = 0; n < 10; n++) await ask(transport);
  handler = (request, response) => {
    if (request.headers['x-probe'] === 'yes') response.once('close', () => server.emit('probe'));
    ok(request, response);
  };
  await probed;
  await turned(transport, 'half-open');
  expect([await ask(transport), await ask(transport)]).toEqual(['answered', 'answered']);
  expect(transport.states()[0]?.breaker).toBe('closed');
});

test('what is asked of a subgraph that had failed goes over new connections: the kept ones may be dead', async () => {
  const transport = shaped({ retries: 0, breakerProbe: 20 });
  const before = new Set<number | undefined>();
  handler = (request, response) => {
    before.add(request.socket.remotePort);
    response.writeHead(500).end();
  };
  await Promise.all(Array.from({ length: 10 }, () => ask(transport)));
  const after: (number | undefined)[] = [];
  handler = (request, response) => {
    after.push(request.socket.remotePort);
    ok(request, response);
  };
  await turned(transport, 'half-open');
  await ask(transport);
  // The call, and the probe before it, or several where one was answered too late.
  expect(after.length).toBeGreaterThanOrEqual(2);
  expect(after.filter((port) => before.has(port))).toEqual([]);
});

test('after a call that nobody answered in time, the next ones go over new connections', async () => {
  const transport = shaped({ timeout: 2_000 });
  const before = new Set<number | undefined>();
  const both = once(server, 'both');
  const held: ServerResponse[] = [];
  handler = (request, response) => {
    before.add(request.socket.remotePort);
    if (held.push(response) === 2) server.emit('both');
  };
  const calls = [ask(transport), ask(transport)];
  await both;
  // One of them is never answered.
  held[1]!.end('{"data":{}}');
  expect((await Promise.all(calls)).toSorted()).toEqual(['SUBGRAPH_TIMEOUT', 'answered']);
  const after: (number | undefined)[] = [];
  handler = (request, response) => {
    after.push(request.socket.remotePort);
    ok(request, response);
  };
  expect(await ask(transport)).toBe('answered');
  expect(before.has(after[0])).toBe(false);
});

test('a subgraph that answers probes and nothing else is left alone for longer each time', async () => {
  const transport = shaped({ retries: 0, breakerProbe: 20 });
  handler = (request, response) => (request.headers['x-probe'] === 'yes' ? ok : reset)(request, response);
  for (let n = 0; n < 10; n++) await ask(transport);
  await turned(transport, 'half-open');
  for (const pause of [40, 80, 160]) {
    const before = performance.now();
    await ask(transport);
    await turned(transport, 'half-open');
    expect(performance.now() - before).toBeGreaterThanOrEqual(pause - 2);
  }
});

test('a stalled subgraph costs its time limit and no more', async () => {
  handler = () => {};
  const reached = once(server, 'request');
  const answer = ask(shaped({ timeout: 2_000 }), { idempotent: true });
  await reached;
  expect(await answer).toBe('SUBGRAPH_TIMEOUT');
  expect(asked).toBe(1);
});

test('those that wait for a stalled subgraph are told as soon as the breaker opens, and none of them is sent', async () => {
  handler = () => {};
  const transport = shaped({ timeout: 50, concurrency: 10, queue: 30 });
  const codes = await Promise.all(Array.from({ length: 40 }, () => ask(transport, { idempotent: true })));
  expect(codes.filter((code) => code === 'SUBGRAPH_TIMEOUT').length).toBeGreaterThanOrEqual(10);
  expect(codes.filter((code) => code === 'SUBGRAPH_UNAVAILABLE').length).toBeGreaterThanOrEqual(20);
  expect(asked).toBeLessThan(20);
  expect(transport.states()).toEqual([{ service: 'one', breaker: 'open', running: 0, waiting: 0 }]);
});

test('a call waits for its turn no longer than it may take', async () => {
  handler = () => {};
  const transport = shaped({ timeout: 50, concurrency: 1, breakerMinimum: 100 });
  const limits = { deadline: Date.now() + 60_000 };
  const codes = await Promise.all(Array.from({ length: 20 }, () => ask(transport, limits)));
  expect(new Set(codes)).toEqual(new Set(['SUBGRAPH_TIMEOUT']));
  // All of them were sent if they waited for one another.
  expect(asked).toBeLessThan(5);
});

test('so many run, so many wait, the rest is refused; who waits may leave or run out of time', async () => {
  const arrivals: ServerResponse[] = [];
  const arrived = new Promise<void>((resolve) => {
    handler = (_request, response) => {
      arrivals.push(response);
      if (arrivals.length === 2) resolve();
    };
  });
  const transport = shaped({ concurrency: 2, queue: 2 });
  const controller = new AbortController();
  const running = [ask(transport), ask(transport)];
  const leaving = ask(transport, { signal: controller.signal });
  const late = ask(transport, { deadline: Date.now() + 30 });
  expect(await ask(transport)).toBe('SUBGRAPH_OVERLOADED');
  await arrived;
  controller.abort();
  expect([await leaving, await late]).toEqual(['REQUEST_CANCELLED', 'SUBGRAPH_TIMEOUT']);
  expect(transport.states()[0]).toMatchObject({ running: 2, waiting: 0 });
  for (const response of arrivals) response.end('{"data":{}}');
  expect(await Promise.all(running)).toEqual(['answered', 'answered']);
  expect(asked).toBe(2);
});

test('2,000 requests whose clients leave leave no work behind in the subgraph', async () => {
  let open = 0;
  let allClosed = (): void => {};
  handler = (_request, response) => {
    open++;
    response.on('close', () => {
      open--;
      if (open === 0) allClosed();
    });
  };
  const transport = shaped({ concurrency: 50, queue: 100 });
  for (let round = 0; round < 20; round++) {
    const controller = new AbortController();
    const reached = once(server, 'request');
    const answers = Array.from({ length: 100 }, () => ask(transport, { signal: controller.signal }));
    await reached;
    const closed = new Promise<void>((resolve) => {
      allClosed = resolve;
    });
    controller.abort();
    expect(new Set(await Promise.all(answers))).toEqual(new Set(['REQUEST_CANCELLED']));
    await closed;
    expect(transport.states()[0]).toMatchObject({ running: 0, waiting: 0 });
  }
  // A request that was on its way as its client left may still arrive; it goes with its connection.
  await transports.pop()!.close();
  server.close();
  await once(server, 'close');
  expect(open).toBe(0);
});
