import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import type { NetworkMode } from './networkMode.ts';
import { createPipe, type Pipe } from './pipe.ts';

/** A TCP proxy on the loopback interface whose network can be made bad. */
export interface TcpProxy {
  readonly port: number;
  /** Changes what the network does, for connections that are open and those to come. */
  set(mode: NetworkMode): void;
  /** How many connections are open. */
  connections(): number;
  close(): Promise<void>;
}

interface Connection {
  readonly client: Socket;
  readonly server: Socket;
  readonly pipes: readonly Pipe[];
}

/** Starts a proxy before a port of this machine; the port need not be open yet. */
export async function startTcpProxy(targetPort: number, port = 0): Promise<TcpProxy> {
  let mode: NetworkMode = { kind: 'pass' };
  const open = new Set<Connection>();

  function end({ client, server }: Connection): void {
    for (const socket of [client, server]) {
      if (mode.kind === 'reset') socket.resetAndDestroy();
      else socket.destroy();
    }
  }

  const listener = createServer({ noDelay: true, allowHalfOpen: true }, (client) => {
    const server = connect({ port: targetPort, host: '127.0.0.1', noDelay: true, allowHalfOpen: true });
    const pipes = [createPipe(client, server, () => mode), createPipe(server, client, () => mode)];
    const connection = { client, server, pipes };
    open.add(connection);
    for (const socket of [client, server]) {
      socket.on('error', () => undefined);
      socket.once('close', () => {
        if (client.destroyed && server.destroyed) open.delete(connection);
        // Behind a network that loses everything, the other side does not learn that this one is gone.
        if (mode.kind !== 'half-open' && mode.kind !== 'stall') {
          client.destroy();
          server.destroy();
        }
      });
    }
    if (mode.kind === 'cut' || mode.kind === 'reset') end(connection);
  });
  listener.listen(port, '127.0.0.1');
  await once(listener, 'listening');

  return {
    port: (listener.address() as AddressInfo).port,
    set(next) {
      mode = next;
      for (const connection of open) {
        if (mode.kind === 'cut' || mode.kind === 'reset') end(connection);
        else for (const pipe of connection.pipes) pipe.modeChanged();
      }
    },
    connections: () => open.size,
    async close() {
      mode = { kind: 'cut' };
      for (const connection of open) end(connection);
      listener.close();
      await once(listener, 'close');
    },
  };
}
