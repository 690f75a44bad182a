import { LiveError, type Payload } from './liveTypes.ts';
import type { StreamEvents, StreamRequest, TransportOptions } from './transport.ts';
import { watchdog } from './watchdog.ts';

interface Message {
  readonly type: string;
  readonly id?: string;
  readonly payload?: unknown;
}

interface Pong {
  /** Answers a ping that brought a token. */
  readonly refreshed?: boolean;
  readonly cursors?: Readonly<Record<string, string>>;
}

/** Close codes after which the same attempt would fail again: this client speaks the protocol wrongly. */
const protocolFaults = new Set([4400, 4401, 4406, 4409, 4429]);
/** Reasons of a close that hold for every token of the tenant, with what they mean. */
const finalReasons: Readonly<Record<string, string>> = {
  TENANT_DELETED: 'The tenant was deleted for good.',
  TENANT_MISMATCH: 'The token is of another tenant than the address.',
};

/** What a WebSocket is made with; `globalThis.WebSocket` unless given. */
export type WebSocketClass = new (url: string, protocol: string) => WebSocket;

/**
 * One WebSocket with all streams on it. States: *opening*, *acknowledged*, *closed*; when it closes, every stream on it is
 * told once. Streams asked for while it opens are sent with the acknowledgement.
 *
 * @see https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md
 */
export class SocketConnection {
  readonly #socket: WebSocket;
  readonly #streams = new Map<string, { readonly request: StreamRequest; readonly events: StreamEvents }>();
  readonly #options: TransportOptions;
  readonly #watchdog;
  readonly #pings: ReturnType<typeof setInterval>;
  /** Streams that were sent before each ping for cursors that has no pong yet; those pongs come in the order of their pings. */
  readonly #pinged: string[][] = [];
  #acknowledged = false;
  #lastId = 0;
  closed = false;

  constructor(options: TransportOptions, socketClass: WebSocketClass) {
    this.#options = options;
    this.#socket = new socketClass(options.url.replace(/^http/, 'ws'), 'graphql-transport-ws');
    this.#watchdog = watchdog(
      options.staleAfter,
      () => this.#each((events) => events.stale()),
      () => this.#end('SILENT'),
    );
    this.#pings = setInterval(() => this.#ping(), options.staleAfter / 2);
    this.#socket.onopen = () => void this.#introduce();
    this.#socket.onmessage = ({ data }) => this.#take(JSON.parse(String(data)) as Message);
    this.#socket.onerror = () => this.#end('UNREACHABLE');
    this.#socket.onclose = ({ code, reason }) => {
      const text = reason || String(code);
      if (protocolFaults.has(code) || finalReasons[text]) this.#refuseAll(text);
      this.#end(text);
    };
  }

  /** Asks for a stream; gives the function that ends it. */
  open(request: StreamRequest, events: StreamEvents): () => void {
    const id = String(++this.#lastId);
    this.#streams.set(id, { request, events });
    if (this.#acknowledged) {
      this.#subscribe(id, request);
      this.#ping();
    }
    return () => {
      if (!this.#streams.delete(id) || !this.#acknowledged) return;
      this.#send({ id, type: 'complete' });
    };
  }

  /** Goes on with a fresh token. */
  async renewToken(): Promise<void> {
    if (!this.#acknowledged) return;
    const Authorization = `Bearer ${await this.#options.token()}`;
    this.#send({ type: 'ping', payload: { Authorization } });
  }

  close(): void {
    this.#streams.clear();
    this.#end('CLOSED');
  }

  async #introduce(): Promise<void> {
    try {
      const Authorization = `Bearer ${await this.#options.token()}`;
      this.#send({ type: 'connection_init', payload: { Authorization } });
    } catch {
      this.#end('NO_TOKEN');
    }
  }

  #subscribe(id: string, { query, variables, cursor }: StreamRequest): void {
    const extensions = cursor === undefined ? undefined : { cursor };
    this.#send({ id, type: 'subscribe', payload: { query, variables, extensions } });
  }

  /** Its pong says that what was asked for before is in position, and where all streams stand. */
  #ping(): void {
    if (!this.#acknowledged) return;
    this.#pinged.push([...this.#streams.keys()]);
    this.#send({ type: 'ping', payload: { cursors: true } });
  }

  #take({ type, id, payload }: Message): void {
    this.#watchdog.heard();
    const stream = id === undefined ? undefined : this.#streams.get(id);
    switch (type) {
      case 'connection_ack':
        this.#acknowledged = true;
        for (const [each, { request }] of this.#streams) this.#subscribe(each, request);
        // Behind all of them: the pong speaks of every stream that there is.
        this.#ping();
        break;
      case 'pong':
        this.#takePong(payload as Pong | undefined);
        break;
      case 'ping':
        this.#send({ type: 'pong' });
        break;
      case 'next':
        stream?.events.next(payload as Payload);
        break;
      case 'error':
        this.#streams.delete(id!);
        stream?.events.refused(new LiveError(payload as []));
        break;
      case 'complete':
        this.#streams.delete(id!);
        stream?.events.complete();
        break;
      default:
    }
  }

  #takePong({ refreshed, cursors = {} }: Pong = {}): void {
    // A token is checked before its pong is sent, so that others may overtake it: it speaks of no stream.
    if (refreshed) return;
    for (const id of this.#pinged.shift() ?? []) {
      const stream = this.#streams.get(id);
      const cursor = cursors[id];
      if (stream && cursor !== undefined) stream.events.position(cursor);
      stream?.events.live();
    }
  }

  #send(message: Message): void {
    if (this.#socket.readyState === 1) this.#socket.send(JSON.stringify(message));
  }

  #each(tell: (events: StreamEvents) => void): void {
    for (const { events } of [...this.#streams.values()]) tell(events);
  }

  #refuseAll(code: string): void {
    const streams = [...this.#streams.values()];
    this.#streams.clear();
    const message = finalReasons[code] ?? 'The server ended the connection.';
    const error = new LiveError([{ message, extensions: { code } }]);
    for (const { events } of streams) events.refused(error);
  }

  #end(reason: string): void {
    if (this.closed) return;
    this.closed = true;
    this.#watchdog.stop();
    clearInterval(this.#pings);
    const streams = [...this.#streams.values()];
    this.#streams.clear();
    this.#socket.close();
    for (const { events } of streams) events.lost(reason);
  }
}
