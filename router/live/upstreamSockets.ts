import { WebSocket } from 'ws';

/** A frame of a subgraph may have this many bytes. */
const maxPayload = 16 * 1024 * 1024;
/** How long a subgraph may take to say goodbye when the router closes, in milliseconds. */
const farewell = 1_000;

/** The sockets that are open to subgraphs, so that closing the router leaves none behind. */
export class UpstreamSockets {
  readonly #open = new Set<WebSocket>();

  /** The class of a WebSocket client that sends headers with its upgrade, for which graphql-ws has no option. */
  socketWith(headers: Readonly<Record<string, string>>): new (address: string, protocols: string[]) => WebSocket {
    const open = this.#open;
    return class extends WebSocket {
      constructor(address: string, protocols: string[]) {
        super(address, protocols, { headers, maxPayload, handshakeTimeout: 10_000 });
        open.add(this);
        this.once('close', () => open.delete(this));
      }
    };
  }

  /** Resolves when all sockets are closed. The streams that use them have ended before. */
  async close(): Promise<void> {
    await Promise.all(
      [...this.#open].map((socket) => {
        const closed = new Promise((resolve) => socket.once('close', resolve));
        const timer = setTimeout(() => socket.terminate(), farewell);
        socket.close(1000);
        return closed.finally(() => clearTimeout(timer));
      }),
    );
  }
}
