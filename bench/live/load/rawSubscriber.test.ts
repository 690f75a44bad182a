import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { expect, test } from '@jest/globals';
import { RawSubscriber } from './rawSubscriber.ts';

const pong = 0x8a;

test('a ping that comes with the answer to the upgrade is answered', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const connected = once(server, 'connection');
  const subscriber = new RawSubscriber({
    port: (server.address() as AddressInfo).port,
    token: 't',
    query: 'subscription { a }',
    name: 'a',
    onNext: () => undefined,
    onClosed: () => undefined,
  });
  subscriber.ready.catch(() => undefined);
  const [socket] = (await connected) as [Socket];
  try {
    await once(socket, 'data');
    socket.write(Buffer.concat([Buffer.from('HTTP/1.1 101 Switching Protocols\r\n\r\n'), Buffer.from([0x89, 0])]));
    let received = Buffer.alloc(0);
    while (!received.includes(pong))
      received = Buffer.concat([received, ...((await once(socket, 'data')) as [Buffer])]);
    expect(received.includes(pong)).toBe(true);
  } finally {
    subscriber.close();
    socket.destroy();
    server.close();
  }
});
