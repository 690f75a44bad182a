import { CodedError } from '#platform/errors/codedError.ts';
import type { Logger } from '#platform/logs/logger.ts';
import type { SubgraphTransport } from '../../subgraph-transport/subgraphTransport.ts';
import type { TypeRelations } from '../../supergraph/typeRelations.ts';
import type { ExecutionRequest } from '../compiledOperation.ts';
import type { GatheredError } from '../errors/gatheredError.ts';
import { placeFailure } from '../errors/placeErrors.ts';
import type { MutableObject } from '../merge/mergeObjects.ts';
import type { Step } from '../steps/step.ts';
import { prepareRequest } from './prepareRequest.ts';
import { takeAnswer } from './takeAnswer.ts';

export interface GatherContext {
  readonly steps: readonly Step[];
  readonly transport: SubgraphTransport;
  readonly types: TypeRelations;
  readonly logger: Logger;
}

/**
 * Runs the steps of an operation for one request, each as soon as those it waits for are done, and fills `data`.
 * A step that fails leaves its fields out and an error behind; whatever depends on them finds nothing to ask for.
 *
 * @param data the root object; for a subscription's event it holds the event's part already
 * @param errors receives what went wrong
 * Resolves when every step is done, one way or the other; never rejects.
 */
export function gatherData(
  context: GatherContext,
  request: ExecutionRequest,
  data: MutableObject,
  errors: GatheredError[],
): Promise<void> {
  const { steps, transport, types, logger } = context;
  if (steps.length === 0) return Promise.resolve();
  const waiting = steps.map((step) => step.dependencyCount);
  let open = steps.length;

  return new Promise((resolve) => {
    function launch(step: Step): void {
      try {
        const holds = step.conditions.every(
          ({ variable, included }) => (request.variables[variable] === true) === included,
        );
        const prepared = holds ? prepareRequest(step, data, request.variables) : undefined;
        if (prepared === undefined) {
          done(step);
          return;
        }
        if (request.signal?.aborted) throw new CodedError('REQUEST_CANCELLED');
        request.onFetch?.(step.service);
        transport.fetch(step.service, prepared.body, request.headers(step.service), request).then(
          (answer) => {
            try {
              errors.push(...takeAnswer(step, prepared, answer, data, types));
              const { extensions } = answer as { extensions?: Record<string, unknown> | null };
              if (extensions) request.onExtensions?.(extensions);
            } catch (failure) {
              failed(step, failure);
            }
            done(step);
          },
          (failure) => {
            failed(step, failure);
            done(step);
          },
        );
      } catch (failure) {
        failed(step, failure);
        done(step);
      }
    }

    function failed(step: Step, failure: unknown): void {
      const isLeaving = failure instanceof CodedError && failure.code === 'REQUEST_CANCELLED';
      if (!isLeaving) logger.warn({ err: failure, subgraph: step.service }, 'a subgraph request failed');
      errors.push(...placeFailure(step, failure));
    }

    function done(step: Step): void {
      open--;
      if (open === 0) resolve();
      for (const dependent of step.dependents) {
        waiting[dependent] = (waiting[dependent] ?? 0) - 1;
        if (waiting[dependent] === 0) launch(steps[dependent] as Step);
      }
    }

    // Steps without dependencies are known before any runs, since a step may finish at once and release others.
    for (const step of steps.filter((candidate) => candidate.dependencyCount === 0)) launch(step);
  });
}
