import type { Dispatcher } from 'undici';
import { CodedError } from '#platform/errors/codedError.ts';
import { type CallClock, noSlot, type TimedCall } from './callClock.ts';
import { readAnswer } from './readAnswer.ts';
import type { FetchLimits } from './subgraphTransport.ts';
import { unchanged } from './unchanged.ts';

/** What one call needs besides its own request. */
export interface CallContext {
  readonly clock: CallClock;
  readonly maxAnswerBytes: number;
  readonly end: number;
  readonly limits: Pick<FetchLimits, 'signal' | 'known' | 'read' | 'onBody'>;
}

/**
 * One HTTP call to a subgraph as undici's dispatcher reports it, from the request to the parsed answer. Made for little
 * work per call: no stream, no controller of its own, no timer of its own.
 */
export class SubgraphCall implements Dispatcher.DispatchHandler, TimedCall {
  readonly end: number;
  slot = noSlot;
  readonly #clock: CallClock;
  readonly #limits: CallContext['limits'];
  readonly #maxBytes: number;
  readonly #resolve: (answer: unknown) => void;
  readonly #reject: (error: CodedError) => void;
  #controller: Dispatcher.DispatchController | undefined;
  #settled = false;
  #status = 0;
  #encoding: string | undefined;
  #bytes = 0;
  #first: Buffer | undefined;
  #more: Buffer[] | undefined;

  constructor(
    { clock, maxAnswerBytes, end, limits }: CallContext,
    resolve: (answer: unknown) => void,
    reject: (error: CodedError) => void,
  ) {
    this.end = end;
    this.#clock = clock;
    this.#limits = limits;
    this.#maxBytes = maxAnswerBytes;
    this.#resolve = resolve;
    this.#reject = reject;
    clock.add(this);
  }

  get signal(): AbortSignal | undefined {
    return this.#limits.signal;
  }

  leave(): void {
    this.#fail(new CodedError('REQUEST_CANCELLED'));
  }

  expire(): void {
    this.#fail(new CodedError('SUBGRAPH_TIMEOUT'));
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    // A call that ended while it waited for a connection is not sent any more.
    if (this.#settled) controller.abort(new CodedError('REQUEST_CANCELLED'));
    else this.#controller = controller;
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Readonly<Record<string, string | string[] | undefined>>,
  ): void {
    if (status < 200) return;
    this.#status = status;
    this.#encoding = headers['content-encoding']?.toString();
    if (Number(headers['content-length'] ?? 0) > this.#maxBytes) this.#tooLarge();
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#bytes += chunk.length;
    if (this.#bytes > this.#maxBytes) this.#tooLarge();
    else if (this.#first === undefined) this.#first = chunk;
    else if (this.#more === undefined) this.#more = [this.#first, chunk];
    else this.#more.push(chunk);
  }

  onResponseEnd(): void {
    if (this.#settled) return;
    this.#settle();
    const { known, onBody, read } = this.#limits;
    if (known !== undefined && this.#isGood && this.#bytes === known.length && this.#equals(known)) {
      this.#more = undefined;
      this.#first = undefined;
      this.#resolve(unchanged);
      return;
    }
    const bytes = this.#more ? Buffer.concat(this.#more, this.#bytes) : this.#first;
    // Whoever holds the call a little longer must not hold its bytes.
    this.#more = undefined;
    this.#first = undefined;
    try {
      const answer = readAnswer(bytes, this.#status, this.#encoding, this.#maxBytes, read);
      if (bytes && this.#isGood) onBody?.(bytes);
      if (answer instanceof Promise) answer.then(this.#resolve, this.#reject);
      else this.#resolve(answer);
    } catch (error) {
      this.#reject(error as CodedError);
    }
  }

  onResponseError(_controller: Dispatcher.DispatchController, cause: Error): void {
    if (this.#settled) return;
    this.#settle();
    this.#reject(new CodedError('SUBGRAPH_UNAVAILABLE', { cause }));
  }

  /** Whether the bytes that came are the answer itself. */
  get #isGood(): boolean {
    return this.#status === 200 && (this.#encoding === undefined || this.#encoding === 'identity');
  }

  #equals(known: Buffer): boolean {
    if (this.#more === undefined) return this.#first?.equals(known) === true;
    let from = 0;
    return this.#more.every((chunk) => {
      const to = from + chunk.length;
      const isSame = known.compare(chunk, 0, chunk.length, from, to) === 0;
      from = to;
      return isSame;
    });
  }

  #tooLarge(): void {
    this.#fail(new CodedError('SUBGRAPH_ANSWER_TOO_LARGE'));
  }

  #fail(error: CodedError): void {
    if (this.#settled) return;
    this.#settle();
    this.#reject(error);
    // Closes the connection, so that the subgraph learns that nobody waits any longer.
    this.#controller?.abort(error);
  }

  #settle(): void {
    this.#settled = true;
    this.#clock.delete(this);
  }
}
