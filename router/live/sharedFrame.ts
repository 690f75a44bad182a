const messageEnd = Buffer.from('}');

/**
 * One answer of a stream, made once and written to every subscriber: the JSON is encoded once, and what differs per
 * subscriber, the operation's id on a WebSocket, is put before the shared bytes.
 */
export class SharedFrame {
  /** The answer: one JSON object with `data`, `errors` and `extensions`. */
  readonly json: string;
  #bytes: Buffer | undefined;
  #event: Buffer | undefined;

  constructor(json: string) {
    this.json = json;
  }

  /** The whole `next` message of graphql-transport-ws for one subscriber. */
  webSocketMessage(idAsJson: string): Buffer {
    this.#bytes ??= Buffer.from(this.json);
    return Buffer.concat([Buffer.from(`{"id":${idAsJson},"type":"next","payload":`), this.#bytes, messageEnd]);
  }

  /** The `next` event of graphql-sse in distinct connections mode; equal for all subscribers. */
  serverSentEvent(): Buffer {
    this.#event ??= Buffer.from(`event: next\ndata: ${this.json}\n\n`);
    return this.#event;
  }
}
