import type { Server as HttpServer, IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { GRAPHQL_TRANSPORT_WS_PROTOCOL, handleProtocols } from 'graphql-ws';
import { type WebSocket, WebSocketServer } from 'ws';
import { refuseForeignOrigin } from '../../edge/allowedOrigin.ts';
import type { TransportParts } from '../transportParts.ts';
import { closeCodes } from './closeCodes.ts';
import { Connection } from './connection.ts';
import { Heartbeat } from './heartbeat.ts';
import { keptHeaders } from './keptHeaders.ts';
import { ProtocolSession } from './protocolSession.ts';

/** The WebSocket side of `/graphql`. */
export interface WebSocketEndpoint {
  /** Sockets that are open. */
  readonly size: number;
  /** Closes every socket (1001) and resolves when all are gone. */
  close(): Promise<void>;
}

/**
 * Serves graphql-transport-ws on the same path and port as HTTP. Upgrades for other paths are answered with 404, those
 * of foreign origins with 403. A message larger than the body limit closes its socket (1009), as `ws` does by itself.
 *
 * @param initTimeout milliseconds that a client may take to send `connection_init` (4408 afterwards)
 */
export function webSocketEndpoint(http: HttpServer, parts: TransportParts, initTimeout: number): WebSocketEndpoint {
  const sockets = new WebSocketServer({
    noServer: true,
    handleProtocols,
    maxPayload: parts.bodyLimit,
    // Prepared frames are shared between sockets; compressing each would cost more than all the rest.
    perMessageDeflate: false,
  });

  const heartbeat = new Heartbeat(parts.keepAlive);

  const upgrade = (request: IncomingMessage, stream: Duplex, head: Buffer): void => {
    stream.on('error', destroy);
    const refusal = refusalOf(request);
    if (refusal) stream.end(`HTTP/1.1 ${refusal}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
    else sockets.handleUpgrade(request, stream, head, (socket) => accept(socket, stream, request));
  };

  const refusalOf = (request: IncomingMessage): string | undefined => {
    if (request.url?.split('?', 1)[0] !== '/graphql') return '404 Not Found';
    try {
      refuseForeignOrigin(request.headers, parts.corsOrigins);
      return undefined;
    } catch {
      return '403 Forbidden';
    }
  };

  const accept = (socket: WebSocket, stream: Duplex, request: IncomingMessage): void => {
    const kept = { headers: keptHeaders(request.headers), address: parts.rateLimits?.addressOf(request) };
    const connection = new Connection(socket, stream, kept, parts);
    // `ws` closes by itself with the code that fits the fault (1002, 1007, 1009); the event only must be listened to.
    socket.on('error', failed);
    if (socket.protocol !== GRAPHQL_TRANSPORT_WS_PROTOCOL) {
      connection.close(closeCodes.subprotocolNotAcceptable, 'Subprotocol not acceptable');
      return;
    }
    const session = new ProtocolSession(connection, parts, initTimeout);
    heartbeat.add(socket);
    socket.on('message', (data) => {
      session.receive(String(data)).catch((error) => {
        parts.logger.error({ err: error }, 'a WebSocket message could not be handled');
        connection.close(closeCodes.internalError, 'INTERNAL_ERROR');
      });
    });
    connection.onEnd(() => {
      heartbeat.remove(socket);
      session.end();
    });
  };

  const failed = (error: Error): void => parts.logger.debug({ err: error }, 'a WebSocket failed');

  http.on('upgrade', upgrade);
  return {
    get size() {
      return sockets.clients.size;
    },
    async close() {
      http.off('upgrade', upgrade);
      heartbeat.stop();
      const gone = [...sockets.clients].map((socket) => new Promise((resolve) => socket.once('close', resolve)));
      for (const socket of sockets.clients) {
        socket.close(closeCodes.goingAway, 'Going away');
        setTimeout(() => socket.terminate(), 1_000).unref();
      }
      await Promise.all(gone);
      await new Promise((resolve) => sockets.close(resolve));
    },
  };
}

function destroy(this: Duplex): void {
  this.destroy();
}
