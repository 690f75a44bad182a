import { SocketConnection, type WebSocketClass } from './socketConnection.ts';
import type { Transport, TransportOptions } from './transport.ts';

/** All streams over one WebSocket, which is opened with the first of them and anew after a loss. */
export function webSocketTransport(options: TransportOptions, socketClass?: WebSocketClass): Transport {
  let connection: SocketConnection | undefined;
  return {
    open(request, events) {
      if (!connection || connection.closed) {
        connection = new SocketConnection(options, socketClass ?? globalThis.WebSocket);
      }
      return connection.open(request, events);
    },
    async renewToken() {
      await connection?.renewToken();
    },
    close() {
      connection?.close();
      connection = undefined;
    },
  };
}
