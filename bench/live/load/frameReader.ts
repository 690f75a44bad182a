/** What a frame says about its event. */
export interface FrameFacts {
  /** Number of the event in its series. */
  readonly number: number;
  /** When the event was appended, by the shared clock. */
  readonly appendedAt: number;
  /** Behind the event; only where the reader keeps the ends of frames. */
  readonly cursor?: string | undefined;
}

const enough = 256;
const next = Buffer.from('"type":"next"');

/**
 * Reads what a server sends over a WebSocket, as cheaply as can be: on a machine with few cores the listeners must not
 * take the time that they measure. Frames of servers are not masked; of large ones only the beginning is looked at.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6455#section-5.2
 */
export class FrameReader {
  readonly #onNext: (facts: FrameFacts) => void;
  readonly #onOther: (text: string, opcode: number) => void;
  /** The end of the current frame as far as it has come; undefined when nobody asks for it. */
  #end: Buffer | undefined;
  #rest: Buffer | undefined;
  /** Bytes of the current frame that need not be looked at. */
  #skip = 0;
  #facts: FrameFacts | undefined;

  /** @param keepsEnds whether the cursors at the ends of frames are wanted */
  constructor(onNext: (facts: FrameFacts) => void, onOther: (text: string, opcode: number) => void, keepsEnds = false) {
    this.#onNext = onNext;
    this.#onOther = onOther;
    if (keepsEnds) this.#end = Buffer.alloc(0);
  }

  read(chunk: Buffer): void {
    let data = this.#rest ? Buffer.concat([this.#rest, chunk]) : chunk;
    this.#rest = undefined;
    while (data.length > 0) {
      if (this.#skip > 0) {
        const skipped = Math.min(this.#skip, data.length);
        this.#skip -= skipped;
        if (this.#end) this.#end = Buffer.concat([this.#end, data.subarray(0, skipped)]).subarray(-enough);
        data = data.subarray(skipped);
        if (this.#skip === 0 && this.#facts) this.#emit(this.#facts);
        continue;
      }
      const header = headerOf(data);
      if (!header || data.length < header.size + Math.min(header.length, enough)) {
        // A copy: the chunk's memory is used again for the next one.
        this.#rest = Buffer.from(data);
        return;
      }
      const looked = Math.min(header.length, enough);
      this.#look(data.subarray(header.size, header.size + looked), data[0]! & 15, header.length);
      data = data.subarray(header.size + looked);
    }
  }

  #look(head: Buffer, opcode: number, length: number): void {
    if (!head.subarray(0, 64).includes(next)) {
      this.#skip = length - head.length;
      this.#onOther(head.toString('latin1'), opcode);
      return;
    }
    if (this.#end) this.#end = Buffer.from(head);
    const text = head.toString('latin1');
    const value = text.indexOf('"value":');
    const unit = text.indexOf('"unit":"', value);
    if (value < 0 || unit < 0) throw new Error(`no metric: ${text}`);
    const facts = {
      number: Number.parseInt(text.slice(unit + 8, unit + 20), 10),
      appendedAt: Number.parseFloat(text.slice(value + 8, value + 40)),
    };
    this.#skip = length - head.length;
    if (this.#skip === 0) this.#emit(facts);
    else this.#facts = facts;
  }

  #emit(facts: FrameFacts): void {
    this.#facts = undefined;
    if (!this.#end) this.#onNext(facts);
    else this.#onNext({ ...facts, cursor: /"cursor":"([^"]+)"/.exec(this.#end.toString('latin1'))?.[1] });
  }
}

function headerOf(data: Buffer): { readonly size: number; readonly length: number } | undefined {
  if (data.length < 2) return undefined;
  const short = data[1]! & 127;
  if (short < 126) return { size: 2, length: short };
  if (short === 126) return data.length < 4 ? undefined : { size: 4, length: data.readUInt16BE(2) };
  return data.length < 10 ? undefined : { size: 10, length: Number(data.readBigUInt64BE(2)) };
}
