import { RequestRefused } from '../../errors/requestRefused.ts';
import { type Entrant, StartQueue } from './startQueue.ts';

/** When operations are refused because the router cannot keep up. */
export interface AdmissionOptions {
  /** Operations that may always be under way, those that wait for their turn included. */
  readonly always: number;
  /** Milliseconds that an operation may wait for its turn while more come than can be done. */
  readonly waitAtMost: number;
  /** Operations that may come at once without any of them being refused, however long they take; 256 unless said otherwise. */
  readonly crowd?: number;
}

/** Seconds after which refused clients should come back; overload ends or is spread by then. */
const retryAfter = 1;

/**
 * Admits operations as fast as the router can do them, and refuses what is too much (ROUTER_OVERLOADED) before anything is
 * done for it. An operation counts while it is parsed, planned and executed, whichever transport brought it; a
 * subscription until its stream is there.
 */
export class Admission {
  readonly #queue: StartQueue | undefined;
  #refused = 0;

  /** @param options missing where everything is admitted */
  constructor(options: AdmissionOptions | undefined) {
    if (options) this.#queue = new StartQueue({ ...options, shed: (operation) => this.#refuse(operation) });
  }

  /** Operations that run now, that wait for their turn, and that were refused so far. */
  get metrics(): { readonly running: number; readonly waiting: number; readonly refused: number } {
    return { running: this.#queue?.running ?? 0, waiting: this.#queue?.waiting ?? 0, refused: this.#refused };
  }

  /** Lets an operation begin, now or in its turn, or refuses it. */
  enter(operation: Entrant): void {
    if (this.#queue) this.#queue.enter(operation);
    else operation.start();
  }

  /** Undefined where an operation may begin now; else resolves in its turn, or rejects with its refusal. */
  turn(): Promise<void> | undefined {
    let isNow = false;
    let start = (): void => {
      isNow = true;
    };
    let refuse = (_error: RequestRefused): void => undefined;
    this.enter({ start: () => start(), refuse: (error) => refuse(error) });
    if (isNow) return undefined;
    return new Promise((resolve, reject) => {
      start = resolve;
      refuse = reject;
    });
  }

  /** Counts an operation that was admitted, until it has ended. */
  count(running: Promise<unknown>): void {
    this.#queue?.count(running);
  }

  #refuse(operation: Entrant): void {
    this.#refused++;
    operation.refuse(overloaded);
  }
}

const overloaded = RequestRefused.because(
  'ROUTER_OVERLOADED',
  undefined,
  { retryAfter },
  { 'retry-after': `${retryAfter}` },
);
