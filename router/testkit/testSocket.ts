import { once } from 'node:events';
import { WebSocket } from 'ws';

/** A client that speaks graphql-transport-ws word by word, so that tests can also speak it wrongly. */
export class TestSocket {
  readonly socket: WebSocket;
  // biome-ignore lint/suspicious/noExplicitAny: messages are compared as they came
  readonly #received: any[] = [];
  #wake: (() => void) | undefined;
  /** Resolves with code and reason when the socket is closed. */
  readonly closed: Promise<{ code: number; reason: string }>;

  constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on('message', (data) => {
      this.#received.push(JSON.parse(String(data)));
      this.#wake?.();
    });
    this.closed = new Promise((resolve) =>
      socket.once('close', (code, reason) => {
        resolve({ code, reason: String(reason) });
        this.#wake?.();
      }),
    );
  }

  /** Connects to a router's `/graphql`. */
  static async open(
    url: string,
    headers: Record<string, string> = {},
    protocol = 'graphql-transport-ws',
  ): Promise<TestSocket> {
    const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/graphql`, protocol, { headers });
    const test = new TestSocket(socket);
    await once(socket, 'open');
    return test;
  }

  /** Connects and is acknowledged. */
  static async ready(url: string, token?: string): Promise<TestSocket> {
    const test = await TestSocket.open(url);
    test.send({ type: 'connection_init', ...(token && { payload: { Authorization: `Bearer ${token}` } }) });
    const message = await test.next();
    if (message?.type !== 'connection_ack') throw new Error(`not acknowledged: ${JSON.stringify(message)}`);
    return test;
  }

  send(message: unknown): void {
    this.socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  }

  /** Subscribes and waits until the subscription is in position, or refused. */
  async subscribe(
    id: string,
    query: string,
    variables?: Record<string, unknown>,
    extensions?: Record<string, unknown>,
  ): Promise<void> {
    this.send({ id, type: 'subscribe', payload: { query, variables, extensions } });
    await this.ping();
  }

  /** Sends a ping and gives the payload of its pong; what comes before it stays to be read. */
  // biome-ignore lint/suspicious/noExplicitAny: messages are compared as they came
  async ping(payload?: Record<string, unknown>): Promise<any> {
    this.send({ type: 'ping', payload });
    const early: unknown[] = [];
    let message = await this.next();
    for (; message?.type !== 'pong'; message = await this.next()) {
      if (!message) throw new Error('the socket closed');
      early.push(message);
    }
    this.#received.unshift(...early);
    return message.payload;
  }

  /** The next message; undefined once the socket is closed and all is read. */
  // biome-ignore lint/suspicious/noExplicitAny: messages are compared as they came
  async next(): Promise<any> {
    while (this.#received.length === 0) {
      if (this.socket.readyState === WebSocket.CLOSED) return undefined;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    return this.#received.shift();
  }

  /** What was received and not read yet. */
  get unread(): readonly unknown[] {
    return this.#received;
  }

  async close(): Promise<void> {
    this.socket.close(1000);
    await this.closed;
  }
}
