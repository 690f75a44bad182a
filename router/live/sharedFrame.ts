import type { CursorBinding } from '#platform/cursors/cursorSealer.ts';
import { SharedText } from './sharedText.ts';

/** An answer of a stream, before it is known who gets it. */
export interface Frame {
  /** The answer for one subscriber. */
  for(binding: CursorBinding | undefined): SharedFrame;
}

/**
 * One answer of a stream, made once and written to every subscriber: the JSON is encoded once, and what differs per
 * subscription, the operation's id on a WebSocket, is put before the shared bytes. What differs per user, the end of the
 * cursor, stands at the end, so that a large answer is not encoded again for each of them.
 */
export class SharedFrame implements Frame {
  /** Cursor behind this frame, where its stream can be resumed. */
  readonly cursor: string | undefined;
  readonly #head: SharedText;
  readonly #tail: string;
  #event: Buffer | undefined;

  /** @param tail what follows the head, in characters of ASCII */
  constructor(head: SharedText | string, tail = '', cursor?: string) {
    this.#head = typeof head === 'string' ? new SharedText(head) : head;
    this.#tail = tail;
    this.cursor = cursor;
  }

  /** The answer: one JSON object with `data`, `errors` and `extensions`. */
  get json(): string {
    return this.#head.text + this.#tail;
  }

  for(): SharedFrame {
    return this;
  }

  /** The whole `next` message of graphql-transport-ws for one subscription. */
  webSocketMessage(idAsJson: string): Buffer {
    const { bytes } = this.#head;
    const begin = `{"id":${idAsJson},"type":"next","payload":`;
    const beginBytes = Buffer.byteLength(begin);
    const message = Buffer.allocUnsafe(beginBytes + bytes.length + this.#tail.length + 1);
    message.write(begin);
    bytes.copy(message, beginBytes);
    message.write(`${this.#tail}}`, beginBytes + bytes.length, 'latin1');
    return message;
  }

  /** The `next` event of graphql-sse in distinct connections mode; its id is what `Last-Event-ID` brings back. */
  serverSentEvent(): Buffer {
    const id = this.cursor === undefined ? '' : `id: ${this.cursor}\n`;
    this.#event ??= Buffer.from(`${id}event: next\ndata: ${this.json}\n\n`);
    return this.#event;
  }
}
