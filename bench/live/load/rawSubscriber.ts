import { connect, type Socket } from 'node:net';
import { type FrameFacts, FrameReader } from './frameReader.ts';
import { maskedFrame } from './maskedFrame.ts';

/** One subscriber's wish. */
export interface SubscriberRequest {
  readonly port: number;
  readonly token: string;
  readonly query: string;
  readonly name: string;
  /** Where to go on. */
  readonly cursor?: string | undefined;
  /** Whether the facts of frames tell their cursors, which takes time. */
  readonly wantsCursors?: boolean;
  /** Told where the subscription begins, where cursors are wanted. */
  onPosition?(cursor: string): void;
  onNext(facts: FrameFacts): void;
  /** The connection is closed, or the stream is ended by the server. */
  onClosed(): void;
}

/** All sockets of this process read into the same memory: what they read is dealt with before the next one reads. */
const shared = Buffer.alloc(262_144);

/**
 * One subscriber over graphql-transport-ws on a plain TCP connection.
 *
 * @see https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md
 */
export class RawSubscriber {
  /** Resolves when the subscription is in position as far as the protocol can tell: the pong after it is there. */
  readonly ready: Promise<void>;
  readonly #socket: Socket;
  #upgraded = false;
  #closed = false;

  constructor(request: SubscriberRequest) {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.ready = promise;
    const reader = new FrameReader(
      request.onNext,
      (text, opcode) => {
        if (opcode === 9) this.#socket.write(maskedFrame('', 10));
        else if (text.includes('"connection_ack"')) this.#subscribe(request);
        else if (text.includes('"pong"')) {
          const cursor = /"cursors":\{"1":"([^"]+)"/.exec(text)?.[1];
          if (cursor !== undefined) request.onPosition?.(cursor);
          resolve();
        } else {
          reject(new Error(`unexpected: ${text}`));
          // A stream that is ended is as good as a closed one, and must not look like silence.
          request.onClosed();
        }
      },
      request.wantsCursors,
    );
    this.#socket = connect({
      host: '127.0.0.1',
      port: request.port,
      onread: {
        buffer: shared,
        callback: (length, buffer) => {
          this.#read(reader, Buffer.from(buffer.buffer, buffer.byteOffset, length), request);
          return true;
        },
      },
    });
    this.#socket.once('connect', () => this.#socket.write(upgrade));
    this.#socket.on('error', reject);
    this.#socket.once('close', () => {
      reject(new Error('closed before it was ready'));
      if (!this.#closed) request.onClosed();
    });
  }

  /** Stops reading, until `resume`. */
  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  close(): void {
    this.#closed = true;
    this.#socket.destroy();
  }

  #read(reader: FrameReader, chunk: Buffer, request: SubscriberRequest): void {
    if (this.#upgraded) {
      reader.read(chunk);
      return;
    }
    if (!chunk.includes('HTTP/1.1 101')) throw new Error(`no upgrade: ${chunk.toString('latin1')}`);
    this.#upgraded = true;
    this.#send({ type: 'connection_init', payload: { Authorization: `Bearer ${request.token}` } });
    // The first ping may come with the answer to the upgrade; whoever leaves it unanswered is cut.
    reader.read(chunk.subarray(chunk.indexOf('\r\n\r\n') + 4));
  }

  #subscribe({ query, name, cursor, wantsCursors }: SubscriberRequest): void {
    const extensions = cursor === undefined ? undefined : { cursor };
    this.#send({ id: '1', type: 'subscribe', payload: { query, variables: { name }, extensions } });
    this.#send({ type: 'ping', ...(wantsCursors && { payload: { cursors: true } }) });
  }

  #send(message: object): void {
    this.#socket.write(maskedFrame(JSON.stringify(message)));
  }
}

const upgrade = [
  'GET /graphql HTTP/1.1',
  'Host: 127.0.0.1',
  'Connection: Upgrade',
  'Upgrade: websocket',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
  'Sec-WebSocket-Protocol: graphql-transport-ws',
  '\r\n',
].join('\r\n');
