import type { ExecutionAnswer } from '../compiledOperation.ts';
import type { RecordedFetch, Recording } from './recording.ts';

/** Writes down what the steps of one execution ask and are answered. */
export class Recorder {
  readonly #fetches: (RecordedFetch | undefined)[] = [];
  readonly #sizeAtMost: number;
  #asked = 0;
  #heard = 0;
  #size = 0;
  #spoilt = false;

  /** @param sizeAtMost bytes from which on the execution is not worth being remembered */
  constructor(sizeAtMost: number) {
    this.#sizeAtMost = sizeAtMost;
  }

  /** A step asks; gives the function that hears the bytes of its answer. */
  asked(step: number, body: string): (bytes: Buffer) => void {
    this.#asked++;
    this.#size += body.length;
    return (bytes) => {
      this.#size += bytes.length;
      if (this.#size > this.#sizeAtMost) this.spoil();
      if (this.#spoilt) return;
      this.#heard++;
      // A copy of their own: what comes from a socket is a small part of a large piece of memory.
      this.#fetches[step] = { body, answer: Buffer.from(bytes) };
    };
  }

  /** Something happened that the bytes do not tell all about. */
  spoil(): void {
    this.#spoilt = true;
    this.#fetches.length = 0;
  }

  /** The execution is over; undefined when it cannot be recognised or is not worth it. */
  recordingOf({ json, errors }: ExecutionAnswer): Recording | undefined {
    if (this.#spoilt || errors.length > 0 || this.#heard !== this.#asked) return undefined;
    const size = this.#size + json.length;
    if (size > this.#sizeAtMost) return undefined;
    return { fetches: this.#fetches, answer: Buffer.from(json), size, credit: 0 };
  }
}
