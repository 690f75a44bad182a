import { EventEmitter, once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { afterEach, expect, jest, test } from '@jest/globals';
import { timeIdleConnections } from './idleConnections.ts';

/** Milliseconds for which connections are kept, which Node lengthens by a second. */
const kept = 1_000;

const open: { close(): void }[] = [];
afterEach(() => {
  for (const each of open.splice(0)) each.close();
});

/** A server that answers `/held` when it is told to, and everything else at once. */
async function startServer() {
  const held: ServerResponse[] = [];
  const server = createServer((request, response) => {
    if (request.url === '/held') held.push(response);
    else response.end('at once');
  });
  server.keepAliveTimeout = kept;
  timeIdleConnections(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  open.push({ close: () => void server.close().closeAllConnections() });
  return { port: (server.address() as AddressInfo).port, held };
}

async function ask(port: number, path: string) {
  const socket = connect(port, '127.0.0.1');
  open.push({ close: () => socket.destroy() });
  await once(socket, 'connect');
  socket.write(`GET ${path} HTTP/1.1\r\nhost: here\r\n\r\n`);
  return socket;
}

test('closes a connection that waits in vain for its next request, not one whose request runs', async () => {
  const { port, held } = await startServer();
  const running = await ask(port, '/held');
  let isRunningClosed = false;
  running.once('close', () => {
    isRunningClosed = true;
  });
  const idle = await ask(port, '/');
  const [answer] = await once(idle, 'data');
  expect(String(answer)).toContain('Keep-Alive: timeout=1');
  await once(idle, 'close');
  expect(isRunningClosed).toBe(false);
  held[0]?.end('after all');
  const [late] = await once(running, 'data');
  expect(String(late)).toContain('after all');
  await once(running, 'close');
});

test('counts silence from one look to the next, and begins anew with each byte that comes', () => {
  jest.useFakeTimers();
  open.push({ close: () => void jest.useRealTimers() });
  const server = new EventEmitter();
  const socket = Object.assign(new EventEmitter(), { bytesRead: 100 });
  let timeouts = 0;
  socket.on('timeout', () => timeouts++);
  timeIdleConnections(server as Server);
  server.emit('connection', socket);
  (socket as unknown as Socket).setTimeout(3_000);
  // The first look learns what had come; three more find nothing new.
  jest.advanceTimersByTime(3_999);
  expect(timeouts).toBe(0);
  socket.bytesRead = 120;
  jest.advanceTimersByTime(3_000);
  expect(timeouts).toBe(0);
  jest.advanceTimersByTime(1);
  expect(timeouts).toBe(1);
  // A request has come.
  (socket as unknown as Socket).setTimeout(0);
  jest.advanceTimersByTime(60_000);
  expect(timeouts).toBe(1);
  socket.emit('close');
  expect(jest.getTimerCount()).toBe(0);
});
