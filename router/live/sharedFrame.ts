import type { CursorBinding } from '#platform/cursors/cursorSealer.ts';

/** An answer of a stream, before it is known who gets it. */
export interface Frame {
  /** The answer for one subscriber. */
  for(binding: CursorBinding | undefined): SharedFrame;
}

const messageEnd = Buffer.from('}');

/**
 * One answer of a stream, made once and written to every subscriber: the JSON is encoded once, and what differs per
 * subscription, the operation's id on a WebSocket, is put before the shared bytes.
 */
export class SharedFrame implements Frame {
  /** The answer: one JSON object with `data`, `errors` and `extensions`. */
  readonly json: string;
  /** Cursor behind this frame, where its stream can be resumed. */
  readonly cursor: string | undefined;
  #bytes: Buffer | undefined;
  #event: Buffer | undefined;

  constructor(json: string, cursor?: string) {
    this.json = json;
    this.cursor = cursor;
  }

  for(): SharedFrame {
    return this;
  }

  /** The whole `next` message of graphql-transport-ws for one subscription. */
  webSocketMessage(idAsJson: string): Buffer {
    this.#bytes ??= Buffer.from(this.json);
    return Buffer.concat([Buffer.from(`{"id":${idAsJson},"type":"next","payload":`), this.#bytes, messageEnd]);
  }

  /** The `next` event of graphql-sse in distinct connections mode; its id is what `Last-Event-ID` brings back. */
  serverSentEvent(): Buffer {
    const id = this.cursor === undefined ? '' : `id: ${this.cursor}\n`;
    this.#event ??= Buffer.from(`${id}event: next\ndata: ${this.json}\n\n`);
    return this.#event;
  }
}
