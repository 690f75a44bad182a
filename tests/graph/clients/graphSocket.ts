import { once } from 'node:events';
import { WebSocket } from 'ws';

/** A message of graphql-transport-ws. */
export interface SocketMessage {
  readonly type: string;
  readonly id?: string;
  // biome-ignore lint/suspicious/noExplicitAny: frames are compared as they came
  readonly payload?: any;
}

/**
 * A client that speaks graphql-transport-ws word by word. Unlike the library's client it knows when a subscription is in
 * position: the router answers a ping only after the subscribe message before it.
 *
 * @see https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md
 */
export class GraphSocket {
  readonly #socket: WebSocket;
  readonly #received: SocketMessage[] = [];
  #arrived = Promise.withResolvers<void>();
  /** Resolves with code and reason when the socket is closed. */
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data) => {
      this.#received.push(JSON.parse(String(data)) as SocketMessage);
      this.#wake();
    });
    this.closed = once(socket, 'close').then(([code, reason]) => {
      this.#wake();
      return { code: code as number, reason: String(reason) };
    });
  }

  /** Connects to a router's `/graphql`, and says nothing yet. */
  static async open(routerUrl: string, headers: Record<string, string> = {}): Promise<GraphSocket> {
    const url = `${routerUrl.replace(/^http/, 'ws')}/graphql`;
    const socket = new WebSocket(url, 'graphql-transport-ws', { headers });
    const client = new GraphSocket(socket);
    await once(socket, 'open');
    return client;
  }

  /** Connects, with a token or as nobody, and is acknowledged. @throws Error with what came instead */
  static async ready(routerUrl: string, token?: string): Promise<GraphSocket> {
    const client = await GraphSocket.open(routerUrl);
    client.send({ type: 'connection_init', payload: token === undefined ? {} : { Authorization: `Bearer ${token}` } });
    const message = await client.take(() => true);
    if (message.type !== 'connection_ack') throw new Error(`not acknowledged: ${JSON.stringify(message)}`);
    return client;
  }

  /** Sends a message, or any text. */
  send(message: SocketMessage | string): void {
    this.#socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  }

  /** Subscribes, and resolves when the subscription is in position or refused. */
  async subscribe(id: string, query: string, variables: Record<string, unknown> = {}): Promise<void> {
    this.send({ id, type: 'subscribe', payload: { query, variables } });
    await this.settle();
  }

  /** Ends a subscription, and resolves when the router knows. */
  async complete(id: string): Promise<void> {
    this.send({ id, type: 'complete' });
    await this.settle();
  }

  /** Resolves when the router has dealt with everything sent until now. */
  async settle(): Promise<void> {
    this.send({ type: 'ping' });
    await this.take(({ type }) => type === 'pong');
  }

  /** Takes the first message that fits, received already or still to come. @throws Error when the socket closed before */
  async take(fits: (message: SocketMessage) => boolean): Promise<SocketMessage> {
    for (;;) {
      const index = this.#received.findIndex(fits);
      if (index >= 0) return this.#received.splice(index, 1)[0]!;
      if (this.#socket.readyState === WebSocket.CLOSED) throw new Error('the socket closed before the message came');
      await this.#arrived.promise;
    }
  }

  /** Takes the next frame of a subscription that fits. */
  async frame(id: string, fits: (payload: SocketMessage['payload']) => boolean = () => true): Promise<SocketMessage> {
    const message = await this.take((each) => each.id === id && (each.type !== 'next' || fits(each.payload)));
    if (message.type !== 'next') throw new Error(`no frame but ${JSON.stringify(message)}`);
    return message;
  }

  /** What was received and not taken yet, of one operation or of all. */
  unread(id?: string): readonly SocketMessage[] {
    return this.#received.filter((message) => id === undefined || message.id === id);
  }

  async close(): Promise<void> {
    this.#socket.close(1000);
    await this.closed;
  }

  #wake(): void {
    this.#arrived.resolve();
    this.#arrived = Promise.withResolvers();
  }
}
