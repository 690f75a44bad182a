/** A frame with room for what is the user's own. */
export interface WebSocketFrame {
  readonly bytes: Buffer;
  /** Where that room begins. */
  readonly room: number;
}

/**
 * What the frames of many subscribers have in common, encoded once for all of them: the answer's JSON before and after
 * the few characters that are each user's own.
 */
export class SharedAnswer {
  readonly before: string;
  readonly after: string;
  /** Sealed position behind the answer; the first part of each user's cursor. */
  readonly sealed: string | undefined;
  #eventBeginning: Buffer | undefined;
  #webSocketFrame: (WebSocketFrame & { readonly idAsJson: string; readonly ownLength: number }) | undefined;

  /** @param after in characters of ASCII */
  constructor(before: string, after = '', sealed?: string) {
    this.before = before;
    this.after = after;
    this.sealed = sealed;
  }

  /** The server-sent event from its name up to what is the user's own. */
  get eventBeginning(): Buffer {
    this.#eventBeginning ??= Buffer.from(`event: next\ndata: ${this.before}`);
    return this.#eventBeginning;
  }

  /**
   * The WebSocket frame of a `next` message. Nearly all clients name their subscriptions alike, so that it is made once.
   *
   * @param ownLength how many characters of ASCII are the user's own
   * @see https://www.rfc-editor.org/rfc/rfc6455#section-5.2
   */
  webSocketFrame(idAsJson: string, ownLength: number): WebSocketFrame {
    const known = this.#webSocketFrame;
    if (known?.idAsJson === idAsJson && known.ownLength === ownLength) return known;
    const beginning = Buffer.from(`{"id":${idAsJson},"type":"next","payload":${this.before}`);
    const end = Buffer.from(`${this.after}}`, 'latin1');
    const header = textFrameHeader(beginning.length + ownLength + end.length);
    const bytes = Buffer.concat([header, beginning, Buffer.alloc(ownLength), end]);
    const made = { idAsJson, ownLength, bytes, room: header.length + beginning.length };
    this.#webSocketFrame = made;
    return made;
  }
}

const final = 0x80;
const text = 0x01;

/** Of an unmasked frame, as servers send them, that is a whole message of text. */
function textFrameHeader(length: number): Buffer {
  if (length < 126) return Buffer.from([final | text, length]);
  const header = Buffer.allocUnsafe(length < 0x1_0000 ? 4 : 10);
  header[0] = final | text;
  header[1] = length < 0x1_0000 ? 126 : 127;
  if (length < 0x1_0000) header.writeUInt16BE(length, 2);
  else header.writeBigUInt64BE(BigInt(length), 2);
  return header;
}
