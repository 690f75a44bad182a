import { ExponentialBackoff } from 'cockatiel';
import type { ErrorCode } from '#platform/errors/catalogue.ts';
import { CodedError } from '#platform/errors/codedError.ts';
import { type CallClock, noSlot, type TimedCall } from '../subgraph-transport/callClock.ts';
import type { FetchLimits, SubgraphTransport } from '../subgraph-transport/subgraphTransport.ts';
import type { Bulkhead, Waiting } from './bulkhead.ts';
import type { CircuitBreaker } from './circuitBreaker.ts';
import type { Shaping } from './shapingOptions.ts';

/** What shapes the calls to one subgraph. */
export interface Gate {
  readonly service: string;
  readonly shaping: Shaping;
  readonly breaker: CircuitBreaker;
  readonly bulkhead: Bulkhead;
  readonly inner: SubgraphTransport;
  readonly clock: CallClock;
  /** Has later calls go over new connections. */
  renew(): void;
}

interface Settle {
  resolve(answer: unknown): void;
  reject(error: unknown): void;
}

/** One call on its way through the gate of its subgraph: breaker, bulkhead, the call itself, repetitions. */
export class ShapedCall implements Waiting, TimedCall {
  readonly order: number;
  end: number;
  slot = noSlot;
  readonly #gate: Gate;
  readonly #body: string;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #limits: FetchLimits;
  /** Moment when the whole call has to be over, repetitions included. */
  readonly #deadline: number;
  #settle: Settle | undefined;
  #attempts = 0;
  #backoff: ReturnType<ExponentialBackoff<never>['next']> | undefined;
  #pause: NodeJS.Timeout | undefined;
  #isStarted = false;
  #isIdle = false;

  constructor(
    gate: Gate,
    body: string,
    headers: Readonly<Record<string, string>>,
    limits: FetchLimits,
    settle: Settle,
  ) {
    this.#gate = gate;
    this.#body = body;
    this.#headers = headers;
    this.#limits = limits;
    this.#settle = settle;
    this.order = limits.order ?? 0;
    this.#deadline = limits.deadline ?? Date.now() + gate.shaping.timeout;
    this.end = this.#deadline;
  }

  get signal(): FetchLimits['signal'] {
    return this.#limits.signal;
  }

  /** Begins an attempt. */
  attempt(): void {
    const { breaker, bulkhead } = this.#gate;
    const now = Date.now();
    if (!breaker.admits(now)) {
      this.refuse();
      return;
    }
    this.#attempts++;
    if (bulkhead.enter(this)) {
      // A call that was not started at once waits, and may be told to stop meanwhile.
      if (!this.#isStarted) this.#idle(now + this.#gate.shaping.timeout);
      return;
    }
    breaker.neither();
    this.#fail(new CodedError('SUBGRAPH_OVERLOADED'));
  }

  /** Its turn has come. */
  start(): void {
    this.#isStarted = true;
    this.#busy();
    const { inner, service, shaping, bulkhead, breaker } = this.#gate;
    const whole = Date.now() + shaping.timeout;
    const deadline = Math.min(this.#deadline, whole);
    const { signal, known, read, onBody } = this.#limits;
    inner.fetch(service, this.#body, this.#headers, { signal, deadline, known, read, onBody }).then(
      (answer) => {
        breaker.success(Date.now());
        bulkhead.release();
        const settle = this.#settle;
        this.#settle = undefined;
        settle?.resolve(answer);
      },
      (error: unknown) => {
        // Before the next one starts, which must not go over a connection that is dead, or past a breaker that opens.
        if (codeOf(error) === 'SUBGRAPH_TIMEOUT' && deadline === whole) this.#gate.renew();
        this.#count(error);
        bulkhead.release();
        this.#failed(error);
      },
    );
  }

  /** The breaker has opened; nothing is waited for behind it. */
  refuse(): void {
    this.#busy();
    this.#fail(new CodedError('SUBGRAPH_UNAVAILABLE', { cause: new Error('The circuit breaker is open.') }));
  }

  /** The time is over while nothing runs. */
  expire(): void {
    this.#stop('SUBGRAPH_TIMEOUT');
  }

  /** The client has left while nothing runs. */
  leave(): void {
    this.#stop('REQUEST_CANCELLED');
  }

  #stop(code: ErrorCode): void {
    const isWaiting = this.#pause === undefined;
    this.#busy();
    if (isWaiting) {
      this.#gate.bulkhead.leave(this);
      this.#gate.breaker.neither();
    }
    this.#fail(new CodedError(code));
  }

  #count(error: unknown): void {
    const code = codeOf(error);
    const { breaker } = this.#gate;
    if (code === 'SUBGRAPH_UNAVAILABLE' || code === 'SUBGRAPH_TIMEOUT') breaker.failure(Date.now());
    else if (code === 'REQUEST_CANCELLED') breaker.neither();
    else breaker.success(Date.now());
  }

  #failed(error: unknown): void {
    const { shaping } = this.#gate;
    const mayRepeat = this.#limits.idempotent === true && this.#attempts <= shaping.retries;
    const pause = mayRepeat && codeOf(error) === 'SUBGRAPH_UNAVAILABLE' ? this.#nextPause() : Number.POSITIVE_INFINITY;
    if (Date.now() + pause >= this.#deadline) {
      this.#fail(error);
      return;
    }
    this.#isStarted = false;
    this.#pause = setTimeout(() => {
      this.#busy();
      this.attempt();
    }, pause);
    this.#idle(this.#deadline);
  }

  #nextPause(): number {
    const { retryDelay, retryDelayAtMost } = this.#gate.shaping;
    const factory = new ExponentialBackoff({ initialDelay: retryDelay, maxDelay: retryDelayAtMost });
    this.#backoff = this.#backoff ? this.#backoff.next(undefined) : factory.next();
    return Math.min(this.#backoff.duration, retryDelayAtMost);
  }

  /** Nothing runs, so that the end and the client's leaving have to be watched from here, by the clock. */
  #idle(until: number): void {
    this.#isIdle = true;
    this.end = Math.min(until, this.#deadline);
    this.#gate.clock.add(this);
  }

  #busy(): void {
    if (!this.#isIdle) return;
    this.#isIdle = false;
    clearTimeout(this.#pause);
    this.#pause = undefined;
    this.#gate.clock.delete(this);
  }

  #fail(error: unknown): void {
    const settle = this.#settle;
    this.#settle = undefined;
    settle?.reject(error);
  }
}

function codeOf(error: unknown): ErrorCode | undefined {
  return error instanceof CodedError ? error.code : undefined;
}
