import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { startTcpProxy, type TcpProxy } from './tcpProxy.ts';

let echo: Server;
let proxy: TcpProxy;
const clients: Socket[] = [];

beforeEach(async () => {
  echo = createServer((socket) => socket.on('error', () => undefined).pipe(socket)).listen(0, '127.0.0.1');
  await once(echo, 'listening');
  proxy = await startTcpProxy((echo.address() as AddressInfo).port);
});

afterEach(async () => {
  for (const client of clients.splice(0)) client.destroy();
  await proxy.close();
  echo.close();
});

async function client(): Promise<Socket> {
  const socket = connect(proxy.port, '127.0.0.1');
  clients.push(socket);
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
}

/** Sends bytes and gives them when as many have come back, with the milliseconds that it took. */
async function roundTrip(socket: Socket, bytes: Buffer): Promise<{ same: boolean; milliseconds: number }> {
  const begin = performance.now();
  const chunks: Buffer[] = [];
  socket.write(bytes);
  while (Buffer.concat(chunks).length < bytes.length) chunks.push((await once(socket, 'data'))[0]);
  return { same: Buffer.concat(chunks).equals(bytes), milliseconds: performance.now() - begin };
}

const some = Buffer.from('some bytes');

test('passes everything', async () => {
  const socket = await client();
  expect((await roundTrip(socket, Buffer.alloc(3_000_000, 7))).same).toBe(true);
  expect(proxy.connections()).toBe(1);
});

test('delays each direction, without holding up what follows', async () => {
  const socket = await client();
  proxy.set({ kind: 'delay', milliseconds: 200 });
  const trip = await roundTrip(socket, Buffer.alloc(3_000_000, 7));
  expect(trip.same).toBe(true);
  expect(trip.milliseconds).toBeGreaterThanOrEqual(398);
  // A socket gives at most 65,536 bytes at once: 46 pieces, each after the other, would take this long at least.
  expect(trip.milliseconds).toBeLessThan(46 * 200);
});

test('throttles', async () => {
  const socket = await client();
  proxy.set({ kind: 'throttle', bytesPerSecond: 8_000 });
  const trip = await roundTrip(socket, Buffer.alloc(8_000, 7));
  expect(trip.same).toBe(true);
  expect(trip.milliseconds).toBeGreaterThan(850);
});

test('holds everything while it stalls, and gives it afterwards', async () => {
  const socket = await client();
  proxy.set({ kind: 'stall' });
  const trip = roundTrip(socket, some);
  // Another connection's bytes do pass after the change, so these were not merely slow.
  setImmediate(() => proxy.set({ kind: 'pass' }));
  expect((await trip).same).toBe(true);
});

test('loses what was sent while half-open, for that connection for ever', async () => {
  const socket = await client();
  const got: Buffer[] = [];
  await roundTrip(socket, some);
  socket.on('data', (bytes) => got.push(bytes));
  proxy.set({ kind: 'half-open' });
  socket.write('lost');
  const other = await client();
  other.write('lost too');
  await new Promise((done) => socket.write('also lost', done));
  proxy.set({ kind: 'pass' });
  socket.write('garbage now');
  expect((await roundTrip(await client(), some)).same).toBe(true);
  expect(got).toEqual([]);
  expect(socket.destroyed).toBe(false);
});

test.each([
  ['cut', 'end'],
  ['reset', 'error'],
] as const)('%s: connections see %s, new ones do not live, and pass heals', async (kind, event) => {
  const socket = await client();
  await roundTrip(socket, some);
  const seen = once(socket, event).then(
    () => event,
    () => 'error',
  );
  proxy.set({ kind });
  expect(await seen).toBe(event);
  const late = connect(proxy.port, '127.0.0.1').on('error', () => undefined);
  clients.push(late);
  late.resume();
  await new Promise((closed) => late.once('close', closed));
  proxy.set({ kind: 'pass' });
  expect((await roundTrip(await client(), some)).same).toBe(true);
});

test('closes although one side of a connection went away while nobody was told', async () => {
  const socket = await client();
  await roundTrip(socket, some);
  proxy.set({ kind: 'half-open' });
  socket.destroy();
  await once(socket, 'close');
  proxy.set({ kind: 'pass' });
  await expect(proxy.close()).resolves.toBeUndefined();
  proxy = await startTcpProxy((echo.address() as AddressInfo).port);
});
