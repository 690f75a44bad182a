import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type WebSocket, WebSocketServer } from 'ws';
import { createLiveClient, type LiveClient } from './liveClient.ts';
import { collected } from './testkit/collected.ts';

interface Asked {
  readonly type: string;
  readonly id?: string;
  readonly payload?: Readonly<Record<string, unknown>>;
}

let server: WebSocketServer;
let client: LiveClient;
let heard = collected<Asked>();
let answer: (message: Asked, socket: WebSocket) => void;

/** Acknowledges, and answers each ping at once unless a test wants it otherwise. */
beforeEach(async () => {
  heard = collected();
  answer = ({ type }, socket) => type === 'ping' && socket.send('{"type":"pong"}');
  server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  server.on('connection', (socket) => {
    socket.on('message', (data) => {
      const message = JSON.parse(String(data)) as Asked;
      if (message.type === 'connection_init') socket.send('{"type":"connection_ack"}');
      else answer(message, socket);
      heard.add(message);
    });
  });
  await once(server, 'listening');
  client = createLiveClient({
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
    token: () => 'token',
    backOff: { first: 1, longest: 1 },
  });
});
afterEach(() => {
  client.close();
  server.close();
});

const open = () => client.subscribe({ toString: () => 'subscription { ticked }' }, {}, { next: () => undefined });
const types = () => heard.all.map(({ type }) => type);

test('no stream counts as live before a ping that was sent behind its own subscribe is answered', async () => {
  const first = [open(), open(), open()];
  await Promise.all(first.map(({ ready }) => ready));
  expect(types()).toEqual(['connection_init', 'subscribe', 'subscribe', 'subscribe', 'ping']);

  await open().ready;
  expect(types().slice(5)).toEqual(['subscribe', 'ping']);
});

test('a stream that is live can be resumed, also when the pong for a token is overtaken by that of its own ping', async () => {
  await open().ready;
  const held: Asked[] = [];
  answer = (message, socket) => {
    if (message.type !== 'ping') return;
    if (message.payload?.Authorization) held.push(message);
    else {
      socket.send('{"type":"pong","payload":{"cursors":{"1":"one","2":"two"}}}');
      for (const _ of held.splice(0)) socket.send('{"type":"pong","payload":{"refreshed":true}}');
    }
  };
  await client.renewToken();
  const later = open();
  await later.ready;
  expect(later.cursor).toBe('two');

  for (const socket of server.clients) socket.terminate();
  await heard.until((all) => all.filter(({ type }) => type === 'subscribe').length === 4);
  const again = heard.all.filter(({ type }) => type === 'subscribe').slice(2);
  expect(again.map(({ payload }) => payload?.extensions)).toEqual([{ cursor: 'one' }, { cursor: 'two' }]);
});
