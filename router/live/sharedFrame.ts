import type { Duplex } from 'node:stream';
import type { CursorBinding } from '#platform/cursors/cursorBinder.ts';
import { SharedAnswer } from './sharedAnswer.ts';

/** Bytes from which on a copy for each subscriber costs more than a second piece. */
const large = 4_096;

/** An answer of a stream, before it is known who gets it. */
export interface Frame {
  /** The answer for one subscriber. */
  for(binding: CursorBinding | undefined): SharedFrame;
}

/**
 * One answer of a stream for one user, or for everybody: what it shares with others is encoded once, and what is the
 * user's own, the second part of the cursor, is put into a copy of those bytes.
 */
export class SharedFrame implements Frame {
  readonly #answer: SharedAnswer;
  readonly #own: string;

  /** @param own the second part of the user's cursor, in characters of ASCII */
  constructor(answer: SharedAnswer | string, own = '') {
    this.#answer = typeof answer === 'string' ? new SharedAnswer(answer) : answer;
    this.#own = own;
  }

  /** Cursor behind this frame, where its stream can be resumed. */
  get cursor(): string | undefined {
    const { sealed } = this.#answer;
    return sealed === undefined ? undefined : `${sealed}.${this.#own}`;
  }

  /** The answer: one JSON object with `data`, `errors` and `extensions`. */
  get json(): string {
    return this.#answer.before + this.#own + this.#answer.after;
  }

  for(): SharedFrame {
    return this;
  }

  /**
   * Writes the `next` message of graphql-transport-ws for one subscription, as a whole WebSocket frame: a small one in
   * one piece, which is the least work for the system, a large one as the shared bytes and the user's own after them, so
   * that those who read slowly all wait for the same memory.
   */
  writeWebSocket(stream: Duplex, idAsJson: string): void {
    const { bytes, room } = this.#answer.webSocketFrame(idAsJson, this.#own.length);
    if (this.#own === '') {
      stream.write(bytes);
      return;
    }
    if (bytes.length < large) {
      const frame = Buffer.allocUnsafe(bytes.length);
      frame.set(bytes);
      frame.write(this.#own, room, 'latin1');
      stream.write(frame);
      return;
    }
    stream.cork();
    stream.write(bytes.subarray(0, room));
    stream.write(Buffer.from(`${this.#own}${this.#answer.after}}`, 'latin1'));
    stream.uncork();
  }

  /** The `next` event of graphql-sse in distinct connections mode; its id is what `Last-Event-ID` brings back. */
  serverSentEvent(): Buffer {
    const { cursor } = this;
    const id = cursor === undefined ? '' : `id: ${cursor}\n`;
    const { eventBeginning, after } = this.#answer;
    const end = `${this.#own}${after}\n\n`;
    const event = Buffer.allocUnsafe(id.length + eventBeginning.length + end.length);
    event.write(id, 'latin1');
    event.set(eventBeginning, id.length);
    event.write(end, id.length + eventBeginning.length, 'latin1');
    return event;
  }
}
