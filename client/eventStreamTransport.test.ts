import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { createLiveClient, type LiveClient } from './liveClient.ts';
import type { LiveState } from './liveTypes.ts';
import { collected } from './testkit/collected.ts';

type Exchange = readonly [IncomingMessage, ServerResponse];

let server: Server;
let client: LiveClient;
let asked = collected<Exchange>();

beforeEach(async () => {
  asked = collected();
  server = createServer((request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    asked.add([request, response]);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  client = createLiveClient({
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
    token: () => 'token',
    transport: 'sse',
    backOff: { first: 1, longest: 1 },
  });
});
afterEach(() => {
  client.close();
  server.closeAllConnections();
  server.close();
});

/** The request of that number, once it has come. */
async function request(number: number): Promise<Exchange> {
  await asked.until((all) => all.length >= number);
  return asked.all[number - 1]!;
}

function listen(expired?: () => Promise<string>) {
  const [frames, states] = [collected<unknown>(), collected<LiveState>()];
  const handlers = { next: ({ data }: { data: unknown }) => frames.add(data), state: states.add };
  const document = { toString: () => 'subscription { ticked }' };
  const subscription = client.subscribe(document, {}, { ...handlers, ...(expired && { expired }) });
  return { frames, states, subscription };
}

const send = (response: ServerResponse, text: string) =>
  new Promise<void>((resolve) => response.write(text, () => resolve()));

test('a stream is not live before its position has come whole', async () => {
  const { states, subscription } = listen();
  const [, first] = await request(1);
  await send(first, 'id: posi');
  first.destroy();
  const [again, second] = await request(2);
  expect(states.all).toEqual(['reconnecting']);
  expect(again.headers['last-event-id']).toBeUndefined();
  await send(second, 'id: position\n:\n\n');
  await subscription.ready;
  second.destroy();
  const [resumed] = await request(3);
  expect(resumed.headers['last-event-id']).toBe('position');
});

test('an event whose text has separators of lines and paragraphs is handed on', async () => {
  const { frames } = listen();
  const [, response] = await request(1);
  const data = { ticked: 'before\u2028between\u2029after' };
  const payload = JSON.stringify({ data, extensions: { event: { id: 'e' }, cursor: 'behind' } });
  await send(response, `id: behind\nevent: next\ndata: ${payload}\n\n`);
  await frames.until((all) => all.length === 1);
  expect(frames.all).toEqual([data]);
});

test('a subscription that was closed while its new snapshot failed stays closed', async () => {
  const snapshot = Promise.withResolvers<string>();
  const { states, subscription } = listen(() => snapshot.promise);
  const [, response] = await request(1);
  const refusal = { errors: [{ message: 'gone', extensions: { code: 'CURSOR_EXPIRED' } }] };
  await send(response, `event: next\ndata: ${JSON.stringify(refusal)}\n\n`);
  await states.until((all) => all.includes('expired'));
  subscription.close();
  snapshot.reject(new Error('no snapshot'));
  // Another one comes into position and back: time enough for a closed one to begin again.
  const other = listen();
  const [, second] = await request(2);
  await send(second, 'id: one\n\n');
  await other.subscription.ready;
  second.destroy();
  await request(3);
  expect(states.all).toEqual(['expired', 'ended']);
});
