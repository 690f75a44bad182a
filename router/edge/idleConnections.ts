import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/** Milliseconds between two looks at all connections; by at most so much one is kept longer than it has to be. */
const every = 1_000;

/** A connection, and how it waits for its next request. */
interface Watched {
  readonly socket: Socket;
  /** Milliseconds that it may be silent; 0 while a request runs. */
  allowed: number;
  /** Milliseconds that it was silent, from one look to another. */
  silent: number;
  /** Bytes that had come at the last look. */
  read: number;
}

/**
 * Times the connections of a server that wait for their next request by one look at all of them. Node sets a timer for each
 * answer and takes it back as the next request comes, both by `setTimeout` of the socket, which costs a fiftieth of
 * what a small request does. What becomes of a connection that was silent for too long stays Node's affair, which hears the
 * same event.
 */
export function timeIdleConnections(server: Server): void {
  const connections = new Set<Watched>();
  let timer: NodeJS.Timeout | undefined;

  function look(): void {
    for (const each of connections) {
      if (each.allowed === 0) continue;
      const { bytesRead } = each.socket;
      // The first bytes of a request that is on its way are no silence.
      each.silent = bytesRead === each.read ? each.silent + every : 0;
      each.read = bytesRead;
      if (each.silent >= each.allowed) each.socket.emit('timeout');
    }
  }

  // Before Node's own listener, which may ask for a timeout at once.
  server.prependListener('connection', (socket: Socket) => {
    const watched: Watched = { socket, allowed: 0, silent: 0, read: 0 };
    connections.add(watched);
    timer ??= setInterval(look, every).unref();
    socket.once('close', () => {
      connections.delete(watched);
      if (connections.size > 0) return;
      clearInterval(timer);
      timer = undefined;
    });
    socket.setTimeout = (allowed, listener) => {
      watched.allowed = allowed;
      watched.silent = 0;
      if (listener) socket.once('timeout', listener);
      return socket;
    };
  });
}
