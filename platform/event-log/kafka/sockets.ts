import { isIP, type Socket, connect as tcpConnect } from 'node:net';
import { connect as tlsConnect } from 'node:tls';
import type { ISocketFactory } from 'kafkajs';

/** The sockets of one client, so that all of them can be cut at once. */
export interface Sockets {
  readonly factory: ISocketFactory;
  /** Destroys every socket, also those still to come: requests fail at once instead of at their time limit. */
  cut(): void;
}

const keepAliveMs = 10_000;

/** Makes the sockets of one kafkajs client. */
export function createSockets(): Sockets {
  const open = new Set<Socket>();
  // With an error: kafkajs hears of errors, not of closing.
  const destroy = (socket: Socket) => socket.destroy(new Error('the connection was cut by this side'));
  let cut = false;
  return {
    factory({ host, port, ssl, onConnect }) {
      const named = isIP(host) === 0 ? { servername: host } : {};
      const socket = ssl
        ? tlsConnect({ host, port, ...named, ...ssl }, onConnect)
        : tcpConnect({ host, port, noDelay: true }, onConnect);
      socket.setKeepAlive(true, keepAliveMs);
      open.add(socket);
      socket.once('close', () => open.delete(socket));
      // kafkajs may still try to connect again for a client that was given up.
      if (cut) process.nextTick(destroy, socket);
      return socket;
    },
    cut() {
      cut = true;
      open.forEach(destroy);
    },
  };
}
