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
  #beginning: { readonly idAsJson: string; readonly ownLength: number; readonly bytes: Buffer } | undefined;

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
   * The WebSocket frame of a `next` message up to what is the user's own. Nearly all clients name their subscriptions
   * alike, so that it is made once.
   *
   * @param ownLength how many characters of ASCII are the user's own
   * @see https://www.rfc-editor.org/rfc/rfc6455#section-5.2
   */
  webSocketBeginning(idAsJson: string, ownLength: number): Buffer {
    const known = this.#beginning;
    if (known?.idAsJson === idAsJson && known.ownLength === ownLength) return known.bytes;
    const text = Buffer.from(`{"id":${idAsJson},"type":"next","payload":${this.before}`);
    const bytes = Buffer.concat([textFrameHeader(text.length + ownLength + this.after.length + 1), text]);
    this.#beginning = { idAsJson, ownLength, bytes };
    return bytes;
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
