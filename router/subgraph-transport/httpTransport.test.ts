import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { createHttpTransport } from './httpTransport.ts';
import type { SubgraphTransport } from './subgraphTransport.ts';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

let server: Server;
let handler: Handler;
let transport: SubgraphTransport;

beforeEach(async () => {
  server = createServer((request, response) => handler(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  transport = createHttpTransport({
    subgraphs: [{ name: 'one', url: address() }],
    timeout: 60_000,
    maxAnswerBytes: 1_000,
  });
});

afterEach(async () => {
  server.closeAllConnections();
  await transport.close();
  server.close();
  await once(server, 'close');
});

const address = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql?v=1`;
const answer =
  (status: number, body: string): Handler =>
  (_request, response) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(body);
const codeOf = (limits = {}) => transport.fetch('one', '{}', {}, limits).catch((error) => error.code);

test('posts the body with the headers it was given, over kept connections', async () => {
  const seen: { url: string | undefined; body: string; trace: unknown; port: number | undefined }[] = [];
  handler = async (request, response) => {
    const chunks = await request.toArray();
    const { traceparent } = request.headers;
    seen.push({
      url: request.url,
      body: Buffer.concat(chunks).toString(),
      trace: traceparent,
      port: request.socket.remotePort,
    });
    response.end('{"data":{"a":1}}');
  };
  expect(await transport.fetch('one', '{"query":"{a}"}', { traceparent: '00-1' }, {})).toEqual({ data: { a: 1 } });
  for (let n = 0; n < 9; n++) await transport.fetch('one', '{}', {}, {});
  expect(seen[0]).toMatchObject({ url: '/graphql?v=1', body: '{"query":"{a}"}', trace: '00-1' });
  expect(new Set(seen.map(({ port }) => port)).size).toBeLessThan(5);
});

test('after a renewal later requests go over new connections, and a running one keeps its own', async () => {
  const ports: (number | undefined)[] = [];
  const held: ServerResponse[] = [];
  const bothHeld = new Promise<void>((resolve) => {
    handler = (request, response) => {
      ports.push(request.socket.remotePort);
      if (ports.length > 2) response.end('{"data":{}}');
      else if (held.push(response) === 2) resolve();
    };
  });
  const running = transport.fetch('one', '{}', {}, {});
  const kept = transport.fetch('one', '{}', {}, {});
  await bothHeld;
  held.shift()!.end('{"data":{}}');
  await Promise.race([running, kept]);
  transport.renew!('one');
  await transport.fetch('one', '{}', {}, {});
  expect(new Set(ports).size).toBe(3);
  held.shift()!.end('{"data":{}}');
  expect(await Promise.all([running, kept])).toEqual([{ data: {} }, { data: {} }]);
});

test('a GraphQL answer counts whatever its status', async () => {
  handler = answer(400, '{"errors":[{"message":"no"}]}');
  expect(await transport.fetch('one', '{}', {}, {})).toEqual({ errors: [{ message: 'no' }] });
});

test.each([
  [500, 'oops', 'SUBGRAPH_UNAVAILABLE'],
  [429, '{}', 'SUBGRAPH_UNAVAILABLE'],
  [200, '<html>', 'SUBGRAPH_INVALID_ANSWER'],
  [302, '', 'SUBGRAPH_INVALID_ANSWER'],
  [200, `{"data":"${'x'.repeat(2_000)}"}`, 'SUBGRAPH_ANSWER_TOO_LARGE'],
])('status %i with such a body has a code', async (status, body, code) => {
  handler = answer(status, body);
  expect(await codeOf()).toBe(code);
});

test('a few bytes that unpack to many are too large, and what does not unpack is no answer', async () => {
  const packed = gzipSync(`{"data":"${'x'.repeat(1_000_000)}"}`);
  expect(packed.length).toBeLessThan(2_000);
  const gzip =
    (body: Buffer): Handler =>
    (_request, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(body);
  const roomy = { subgraphs: [{ name: 'one', url: address() }], maxAnswerBytes: 100_000 };
  const unpacking = createHttpTransport({ ...roomy, compression: true });
  const code = () => unpacking.fetch('one', '{}', {}, {}).catch((error) => error.code);
  handler = gzip(packed);
  expect(await code()).toBe('SUBGRAPH_ANSWER_TOO_LARGE');
  handler = gzip(Buffer.from('{"data":{}}'));
  expect(await code()).toBe('SUBGRAPH_INVALID_ANSWER');
  await unpacking.close();
});

test('a connection that is cut is an unavailable subgraph', async () => {
  handler = (request) => request.socket.destroy();
  expect(await codeOf()).toBe('SUBGRAPH_UNAVAILABLE');
});

test('a deadline ends the wait, also in the middle of an answer', async () => {
  handler = (_request, response) => void response.write('{"data":');
  expect(await codeOf({ deadline: Date.now() + 50 })).toBe('SUBGRAPH_TIMEOUT');
  expect(await codeOf({ deadline: Date.now() - 1 })).toBe('SUBGRAPH_TIMEOUT');
});

test('a client that leaves ends the request at the subgraph', async () => {
  const controller = new AbortController();
  const closed = new Promise((resolve) => {
    handler = (_request, response) => {
      response.on('close', resolve);
      controller.abort();
    };
  });
  expect(await codeOf({ signal: controller.signal })).toBe('REQUEST_CANCELLED');
  await closed;
});

test('an unknown subgraph is an internal fault', async () => {
  await expect(transport.fetch('two', '{}', {}, {})).rejects.toMatchObject({ code: 'INTERNAL_ERROR' });
});
