import { CodedError } from '#platform/errors/codedError.ts';
import type { Logger } from '#platform/logs/logger.ts';
import type { SubgraphTransport } from '../../subgraph-transport/subgraphTransport.ts';
import type { TypeRelations } from '../../supergraph/typeRelations.ts';
import type { ExecutionRequest } from '../compiledOperation.ts';
import type { GatheredError } from '../errors/gatheredError.ts';
import { placeFailure } from '../errors/placeErrors.ts';
import type { Recorder } from '../memo/recorder.ts';
import type { MutableObject } from '../merge/mergeObjects.ts';
import type { Step } from '../steps/step.ts';
import { askedAgain, lookedUp } from './askedAgain.ts';
import type { EntityFacts } from './lookUp.ts';
import type { IsAsked } from './lostFields.ts';
import { type PreparedRequest, prepareRequest } from './prepareRequest.ts';
import { takeAnswer } from './takeAnswer.ts';

export interface GatherContext {
  readonly steps: readonly Step[];
  readonly transport: SubgraphTransport;
  readonly types: TypeRelations;
  readonly logger: Logger;
  /** Whether repeating a request changes nothing. */
  readonly idempotent: boolean;
  readonly keys: EntityFacts['keys'];
  readonly isAsked: IsAsked;
  /** Writes down what is asked and answered, where that is wanted. */
  readonly recorder?: Recorder | undefined;
}

/** Called once every step is done, one way or the other. */
export type GatheringEnd = (data: MutableObject, errors: readonly GatheredError[]) => void;

/**
 * The steps of an operation running for one request, each as soon as those it waits for are done. A step that fails leaves
 * its fields out and an error behind; whatever depends on them finds nothing to ask for.
 *
 * At its end it lets go of everything. A request that waits for subgraphs grows old in the eyes of the garbage collector, and
 * what the old refer to is kept and copied with them, long after both are of no use: forgetting halves the cost of large
 * answers.
 */
export class Gathering {
  readonly #context: GatherContext;
  readonly #request: ExecutionRequest;
  readonly #waiting: number[];
  #data: MutableObject | undefined;
  #errors: GatheredError[] | undefined;
  #end: GatheringEnd | undefined;
  #open: number;

  /** @param data the root object; for a subscription's event it holds the event's part already */
  constructor(
    context: GatherContext,
    request: ExecutionRequest,
    data: MutableObject,
    errors: GatheredError[],
    end: GatheringEnd,
  ) {
    this.#context = context;
    this.#request = request;
    this.#waiting = context.steps.map((step) => step.dependencyCount);
    this.#data = data;
    this.#errors = errors;
    this.#end = end;
    this.#open = context.steps.length;
  }

  start(): void {
    const { steps } = this.#context;
    // Only those that wait for nothing by themselves: a step may finish at once and release others.
    for (const step of steps) if (step.dependencyCount === 0) this.#launch(step);
    if (steps.length === 0) this.#finish();
  }

  #launch(step: Step): void {
    const request = this.#request;
    try {
      const holds = step.conditions.every(
        ({ variable, included }) => (request.variables[variable] === true) === included,
      );
      const prepared = holds ? prepareRequest(step, this.#data as MutableObject, request.variables) : undefined;
      if (prepared === undefined) {
        this.#done(step);
        return;
      }
      if (request.signal?.aborted) throw new CodedError('REQUEST_CANCELLED');
      this.#ask(step, prepared);
    } catch (failure) {
      this.fail(step, failure);
      this.#done(step);
    }
  }

  #ask(step: Step, prepared: PreparedRequest): void {
    const { transport, idempotent, recorder } = this.#context;
    const request = this.#request;
    const { signal, deadline, order } = request;
    const onBody = recorder?.asked(step.index, prepared.body);
    const limits = { signal, deadline, order, idempotent, onBody, read: step.read };
    const call = new StepCall(this, step, prepared);
    transport
      .fetch(step.service, prepared.body, request.headers(step.service), limits)
      .then(call.answered, call.failed);
  }

  /** Takes the answer to a step's request, and goes on with the steps that waited for it. */
  take(step: Step, prepared: PreparedRequest, answer: unknown): void {
    try {
      const errors = takeAnswer(step, prepared, answer, this.#data as MutableObject, this.#context.types);
      const { extensions } = answer as { extensions?: Record<string, unknown> | null };
      if (extensions) {
        this.#request.onExtensions?.(extensions);
        this.#context.recorder?.spoil();
      }
      if (errors.length > 0) {
        this.#errors?.push(...errors);
        // The effects of a mutation are not repeated.
        const isRepeatable = this.#context.idempotent || step.target.kind === 'entities';
        const again = isRepeatable ? askedAgain(step, prepared, answer as object, this.#context.isAsked) : undefined;
        if (again) {
          this.#context.recorder?.spoil();
          this.#ask(step, again);
          return;
        }
      }
      if (prepared.lost.length > 0 && this.#lookUp(prepared)) return;
    } catch (failure) {
      this.fail(step, failure);
    }
    this.#done(step);
  }

  /** Asks for what was left out of a list, of each entity by itself. */
  #lookUp({ lost }: PreparedRequest): boolean {
    const next = lookedUp(lost, this.#data as MutableObject, this.#request.variables, this.#context);
    if (next) this.#ask(next.step, next.prepared);
    return next !== undefined;
  }

  /** Writes down why a step brought nothing. */
  fail(step: Step, failure: unknown): void {
    const isLeaving = failure instanceof CodedError && failure.code === 'REQUEST_CANCELLED';
    if (!isLeaving) {
      this.#context.logger.warn({ err: failure, subgraph: step.service }, 'a subgraph request failed');
    }
    this.#errors?.push(...placeFailure(step, failure));
  }

  failAndGoOn(step: Step, failure: unknown): void {
    this.fail(step, failure);
    this.#done(step);
  }

  #done(step: Step): void {
    this.#open--;
    if (this.#open === 0) {
      this.#finish();
      return;
    }
    for (const dependent of step.dependents) {
      const waiting = (this.#waiting[dependent] ?? 0) - 1;
      this.#waiting[dependent] = waiting;
      if (waiting === 0) this.#launch(this.#context.steps[dependent] as Step);
    }
  }

  #finish(): void {
    const end = this.#end as GatheringEnd;
    const data = this.#data as MutableObject;
    const errors = this.#errors as GatheredError[];
    this.#end = undefined;
    this.#data = undefined;
    this.#errors = undefined;
    end(data, errors);
  }
}

/** One request to one subgraph on its way; forgets what it was for once it is over. */
class StepCall {
  readonly #step: Step;
  #gathering: Gathering | undefined;
  #prepared: PreparedRequest | undefined;

  constructor(gathering: Gathering, step: Step, prepared: PreparedRequest) {
    this.#gathering = gathering;
    this.#step = step;
    this.#prepared = prepared;
  }

  readonly answered = (answer: unknown): void => {
    const gathering = this.#gathering as Gathering;
    const prepared = this.#prepared as PreparedRequest;
    this.#gathering = undefined;
    this.#prepared = undefined;
    gathering.take(this.#step, prepared, answer);
    // The promise that brought the answer may outlive it.
    if (typeof answer === 'object' && answer !== null) (answer as { data?: unknown }).data = undefined;
  };

  readonly failed = (failure: unknown): void => {
    const gathering = this.#gathering as Gathering;
    this.#gathering = undefined;
    this.#prepared = undefined;
    gathering.failAndGoOn(this.#step, failure);
  };
}
