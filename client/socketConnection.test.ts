import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { WebSocketServer } from 'ws';
import { createLiveClient } from './liveClient.ts';

interface Asked {
  readonly type: string;
  readonly id?: string;
}

const heard: Asked[] = [];
let server: WebSocketServer;

/** Acknowledges, and answers each ping at once; what it was asked before is what the pong speaks of. */
beforeAll(async () => {
  server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  server.on('connection', (socket) => {
    socket.on('message', (data) => {
      const message = JSON.parse(String(data)) as Asked;
      heard.push(message);
      if (message.type === 'connection_init') socket.send('{"type":"connection_ack"}');
      if (message.type === 'ping') socket.send('{"type":"pong"}');
    });
  });
  await once(server, 'listening');
});
afterAll(() => server.close());

test('no stream counts as live before a ping that was sent behind its own subscribe is answered', async () => {
  const { port } = server.address() as AddressInfo;
  const client = createLiveClient({ url: `http://127.0.0.1:${port}/graphql`, token: () => 'token' });
  const ticked = { toString: () => 'subscription { ticked }' };
  const open = () => client.subscribe(ticked, {}, { next: () => undefined });
  const first = [open(), open(), open()];

  await Promise.all(first.map(({ ready }) => ready));
  expect(heard.map(({ type }) => type)).toEqual(['connection_init', 'subscribe', 'subscribe', 'subscribe', 'ping']);

  await open().ready;
  expect(heard.slice(5).map(({ type }) => type)).toEqual(['subscribe', 'ping']);
  client.close();
});
