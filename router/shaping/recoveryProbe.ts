import type { SubgraphTransport } from '../subgraph-transport/subgraphTransport.ts';
import type { BreakerState, CircuitBreaker } from './circuitBreaker.ts';
import type { Shaping } from './shapingOptions.ts';

/** What a probe is sent with. */
export interface ProbeParts {
  readonly service: string;
  readonly shaping: Shaping;
  readonly transport: SubgraphTransport;
  /** What every call to a subgraph carries. */
  headers(): Readonly<Record<string, string>>;
}

/** The smallest operation there is, which every GraphQL server answers. */
const question = '{"query":"{__typename}"}';

/**
 * While a circuit breaker is open, asks its subgraph now and then by itself whether it is there again, so that clients
 * need not wait for the whole time that the breaker would stay open. Any answer counts: a subgraph that refuses the question
 * runs. When calls fail all the same, what answers the probe does not serve, and the next probe waits twice as long.
 */
export class RecoveryProbe {
  readonly #parts: ProbeParts;
  readonly #breaker: CircuitBreaker;
  #pause: number;
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: ProbeParts, breaker: CircuitBreaker) {
    this.#parts = parts;
    this.#breaker = breaker;
    this.#pause = parts.shaping.breakerProbe;
  }

  /** The breaker has changed. */
  follow(state: BreakerState): void {
    this.close();
    const { breakerProbe, breakerOpen } = this.#parts.shaping;
    if (state === 'closed') this.#pause = breakerProbe;
    if (state !== 'open' || breakerProbe === 0) return;
    this.#askLater(this.#pause);
    this.#pause = Math.min(2 * this.#pause, breakerOpen);
  }

  /** Sends no probe any more, until the breaker changes again. */
  close(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #askLater(pause: number): void {
    this.#timer = setTimeout(() => void this.#ask(pause), pause);
    // Nobody waits for a probe; it must not keep a process alive that has nothing else to do.
    this.#timer.unref();
  }

  async #ask(pause: number): Promise<void> {
    const { service, transport, headers, shaping } = this.#parts;
    const asked = this.#timer;
    const answered = await transport
      .fetch(service, question, headers(), { deadline: Date.now() + shaping.breakerProbe })
      .then(
        () => true,
        () => false,
      );
    // The breaker changed meanwhile, or all is closed.
    if (asked !== this.#timer || this.#breaker.state !== 'open') return;
    if (answered) this.#breaker.recovered();
    else this.#askLater(pause);
  }
}
