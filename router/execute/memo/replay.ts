import type { SubgraphTransport } from '../../subgraph-transport/subgraphTransport.ts';
import { unchanged } from '../../subgraph-transport/unchanged.ts';
import type { ExecutionRequest } from '../compiledOperation.ts';
import type { Step } from '../steps/step.ts';
import type { Recording } from './recording.ts';

/** What becomes of a replay, called once. */
export interface ReplayEnd {
  /** Every subgraph gave the same bytes as in the recording. */
  held(): void;
  /**
   * One of them did not, or failed. What was asked is not asked again: `transport` gives the answers that are there
   * or on their way to whoever asks the same, and asks for everything else.
   */
  failed(transport: SubgraphTransport): void;
}

/** A request that is on its way, with the bytes that it was answered with the last time. */
interface Flight {
  readonly answer: Promise<unknown>;
  readonly known: Buffer;
}

/**
 * Asks subgraphs what a recorded execution asked, step after step, as long as they answer what they answered then: as
 * steps ask by what came before, equal answers lead to equal questions.
 */
export class Replay {
  readonly #steps: readonly Step[];
  readonly #transport: SubgraphTransport;
  readonly #recording: Recording;
  readonly #request: ExecutionRequest;
  readonly #waiting: number[];
  readonly #flights: (Flight | undefined)[] = [];
  #end: ReplayEnd | undefined;
  #open: number;

  constructor(
    { steps, transport }: { readonly steps: readonly Step[]; readonly transport: SubgraphTransport },
    recording: Recording,
    request: ExecutionRequest,
    end: ReplayEnd,
  ) {
    this.#steps = steps;
    this.#transport = transport;
    this.#recording = recording;
    this.#request = request;
    this.#waiting = steps.map((step) => step.dependencyCount);
    this.#end = end;
    this.#open = steps.length;
  }

  start(): void {
    for (const step of this.#steps) if (step.dependencyCount === 0) this.#launch(step);
  }

  #launch(step: Step): void {
    if (this.#end === undefined) return;
    const fetch = this.#recording.fetches[step.index];
    if (fetch === undefined) {
      this.#done(step);
      return;
    }
    const { signal, deadline, order } = this.#request;
    const limits = { signal, deadline, order, idempotent: true, known: fetch.answer };
    const answer = this.#transport.fetch(step.service, fetch.body, this.#request.headers(step.service), limits);
    this.#flights[step.index] = { answer, known: fetch.answer };
    answer.then(
      (given) => (given === unchanged ? this.#done(step) : this.#fail()),
      () => this.#fail(),
    );
  }

  #done(step: Step): void {
    if (this.#end === undefined) return;
    if (--this.#open === 0) {
      const end = this.#end;
      this.#end = undefined;
      end.held();
      return;
    }
    for (const dependent of step.dependents) {
      const waiting = (this.#waiting[dependent] ?? 0) - 1;
      this.#waiting[dependent] = waiting;
      if (waiting === 0) this.#launch(this.#steps[dependent] as Step);
    }
  }

  #fail(): void {
    const end = this.#end;
    this.#end = undefined;
    end?.failed({
      fetch: (service, body, headers, limits) =>
        this.#take(service, body) ?? this.#transport.fetch(service, body, headers, limits),
      close: () => this.#transport.close(),
    });
  }

  /** The answer to a question that was asked already; each is given once. */
  #take(service: string, body: string): Promise<unknown> | undefined {
    const index = this.#flights.findIndex(
      (flight, step) =>
        flight && this.#recording.fetches[step]?.body === body && this.#steps[step]?.service === service,
    );
    const flight = this.#flights[index];
    if (flight === undefined) return undefined;
    this.#flights[index] = undefined;
    return flight.answer.then((given) => (given === unchanged ? JSON.parse(flight.known.toString()) : given));
  }
}
