import type { CursorBinding } from '#platform/cursors/cursorBinder.ts';
import { SharedAnswer } from './sharedAnswer.ts';

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

  /** The `next` message of graphql-transport-ws for one subscription, as a whole WebSocket frame. */
  webSocketFrame(idAsJson: string): Buffer {
    const beginning = this.#answer.webSocketBeginning(idAsJson, this.#own.length);
    const end = `${this.#own}${this.#answer.after}}`;
    const frame = Buffer.allocUnsafe(beginning.length + end.length);
    frame.set(beginning);
    frame.write(end, beginning.length, 'latin1');
    return frame;
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
