import type { ServerResponse } from 'node:http';
import type { Principal } from '#platform/identity/principal.ts';
import { RecentMap } from '#platform/identity/recentMap.ts';
import { RequestRefused } from '../../errors/requestRefused.ts';
import { FrameStream } from '../../live/frameStream.ts';
import { Answer } from '../../pipeline/answer.ts';
import type { Exchange } from '../../pipeline/exchange.ts';
import type { TransportParts } from '../transportParts.ts';
import { untilAccessEnds } from '../untilAccessEnds.ts';

interface SharedOperation {
  readonly id: string;
  /** Ends whatever is done for it. */
  stop(): void;
}

type Outcome = NonNullable<Exchange['outcome']>;

const signOfLife = ':\n\n';
/** Ids of operations that a connection remembers. */
const rememberedAtMost = 1_000;

/**
 * One connection of the single connection mode. States: *reserved*, when its token was given out: events wait; *open*, once
 * the event stream is there: they are written; *ended*: by the client, by its token's end, because its reader is
 * too slow, because nobody opened it, or because the router closes. Whatever ended it, its operations end with it.
 */
export class SharedConnection {
  readonly principal: Principal | null;
  /** Aborted when the connection has ended. */
  readonly gone = new AbortController();
  readonly #parts: TransportParts;
  /** What runs, by its id, which may come again for another operation once the client has ended this one. */
  readonly #operations = new Map<string, SharedOperation>();
  /** Ids of operations that came, and of those that were ended before they came: requests of one client may overtake each other. */
  readonly #came = new RecentMap<string, true>(rememberedAtMost);
  readonly #endedEarly = new RecentMap<string, true>(rememberedAtMost);
  readonly #stopExpiry: () => void;
  #waiting: string[] = [];
  #waitingLength = 0;
  #raw: ServerResponse | undefined;
  #heartbeat: NodeJS.Timeout | undefined;

  constructor(principal: Principal | null, parts: TransportParts) {
    this.principal = principal;
    this.#parts = parts;
    this.#stopExpiry = untilAccessEnds(principal, parts.revocations, (code) => {
      const { json } = Answer.refusal(RequestRefused.because(code).errors, '');
      for (const operation of [...this.#operations.values()]) {
        this.#next(operation, json);
        this.#complete(operation);
      }
      this.end();
    });
  }

  get isOpen(): boolean {
    return this.#raw !== undefined;
  }

  /** Goes on with the event stream; what waited is written first. */
  open(raw: ServerResponse): void {
    this.#raw = raw;
    raw.write(signOfLife + this.#waiting.join(''));
    this.#waiting = [];
    this.#heartbeat = setInterval(() => raw.write(signOfLife), this.#parts.keepAlive);
    this.#heartbeat.unref();
    raw.once('close', () => this.end());
  }

  /**
   * Runs an operation whose results go to the event stream. Resolves once it was accepted; what a stage refuses is for
   * the request that brought it. Its signal is aborted when the client wants no more of it; what the client ended before it
   * came is not run.
   *
   * @throws RequestRefused OPERATION_ID_IN_USE, LIMIT_SUBSCRIPTIONS, and what stages refuse
   */
  async run(id: string, run: (signal: AbortSignal) => Promise<Outcome>): Promise<void> {
    if (this.#operations.has(id)) throw RequestRefused.because('OPERATION_ID_IN_USE');
    if (this.#operations.size >= this.#parts.subscriptionsPerSocket)
      throw RequestRefused.because('LIMIT_SUBSCRIPTIONS');
    this.#came.set(id, true);
    if (this.#endedEarly.get(id)) {
      this.#endedEarly.delete(id);
      return;
    }
    const left = new AbortController();
    const operation: SharedOperation = { id, stop: () => left.abort() };
    this.#operations.set(id, operation);
    let outcome: Outcome;
    try {
      outcome = await run(left.signal);
    } catch (error) {
      this.#forget(operation);
      throw error;
    }
    // Meanwhile the client may have completed it, or left.
    if (outcome instanceof Answer) {
      this.#next(operation, outcome.json);
      this.#complete(operation);
    } else void this.#pump(operation, outcome);
  }

  /** Ends an operation at the client's wish. */
  stop(id: string): void {
    const operation = this.#operations.get(id);
    this.#operations.delete(id);
    if (operation) operation.stop();
    else if (!this.#came.get(id)) this.#endedEarly.set(id, true);
  }

  end(): void {
    if (this.gone.signal.aborted) return;
    this.gone.abort();
    clearInterval(this.#heartbeat);
    this.#stopExpiry();
    for (const id of [...this.#operations.keys()]) this.stop(id);
    this.#raw?.end();
  }

  async #pump(operation: SharedOperation, stream: FrameStream | AsyncIterable<unknown>): Promise<void> {
    const iterator = stream[Symbol.asyncIterator]();
    const { stop } = operation;
    operation.stop = () => {
      stop();
      void iterator.return?.();
    };
    if (!this.#runs(operation)) return operation.stop();
    try {
      if (stream instanceof FrameStream) await stream.writtenBy({ write: ({ json }) => this.#next(operation, json) });
      else
        for await (const result of { [Symbol.asyncIterator]: () => iterator })
          this.#next(operation, JSON.stringify(result));
    } catch (error) {
      this.#next(operation, Answer.refusal(RequestRefused.from(error).errors, '').json);
    }
    this.#complete(operation);
  }

  #next(operation: SharedOperation, json: string): void {
    if (this.#runs(operation)) this.#write('next', `{"id":${JSON.stringify(operation.id)},"payload":${json}}`);
  }

  #complete(operation: SharedOperation): void {
    if (this.#forget(operation)) this.#write('complete', `{"id":${JSON.stringify(operation.id)}}`);
  }

  #runs(operation: SharedOperation): boolean {
    return this.#operations.get(operation.id) === operation;
  }

  /** Whether it ran until now. */
  #forget(operation: SharedOperation): boolean {
    return this.#runs(operation) && this.#operations.delete(operation.id);
  }

  #write(event: 'next' | 'complete', data: string): void {
    if (this.gone.signal.aborted) return;
    const text = `event: ${event}\ndata: ${data}\n\n`;
    if (this.#raw) {
      if (this.#raw.writableLength <= this.#parts.unreadAtMost) this.#raw.write(text);
      else this.#cutOff();
      return;
    }
    this.#waitingLength += text.length;
    if (this.#waitingLength > this.#parts.unreadAtMost) this.#cutOff();
    else this.#waiting.push(text);
  }

  #cutOff(): void {
    this.#parts.logger.warn('slow reader of an event stream was cut off');
    this.#raw?.destroy();
    this.end();
  }
}
