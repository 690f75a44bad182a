import { CodedError } from '#platform/errors/codedError.ts';
import type { Logger } from '#platform/logs/logger.ts';
import { BoundedCache } from '../../documents/boundedCache.ts';
import { RequestRefused } from '../../errors/requestRefused.ts';
import type { PlanNode } from '../../plan/planNodes.ts';
import { ThoroughPlanNeeded } from '../../plan/thoroughPlanNeeded.ts';
import type { ThoroughPlanner } from '../../plan/thoroughPlanner.ts';
import { createPlanningProcess, type ProcessBounds } from './planningProcess.ts';

/** Plans operations where planning can be stopped. */
export interface PlanAside {
  /**
   * Resolves when the document was compiled, or cannot be, within the time: whoever asked may do it again.
   * @throws RequestRefused LIMIT_PLANNING, SERVICE_UNAVAILABLE when too many wait
   */
  tryDocument(text: string, operationName: string | undefined): Promise<void>;
  /** For the engine. It has the plans that were made aside, and throws ThoroughPlanNeeded for all others. */
  readonly thorough: ThoroughPlanner;
  /**
   * Does what needs plans, and again each time a plan that it needed was made aside.
   * @throws RequestRefused LIMIT_PLANNING, SERVICE_UNAVAILABLE when too many wait; CodedError QUERY_PLAN_FAILED; and what
   *   `make` throws
   */
  withPlans<T>(make: () => T): T | Promise<T>;
  close(): Promise<void>;
}

/** What became of an operation of the thorough planner. */
type Outcome = { readonly plan: PlanNode | undefined } | { readonly error: Error };

/** Outcomes that are kept until the documents that need them are compiled; refused ones cost nothing the second time. */
const outcomesAtMost = 1_000;
/** Their operations' characters in all, as a measure of the memory which they take. */
const charactersAtMost = 4_000_000;

/**
 * Makes what plans aside for one supergraph.
 *
 * @param timeout milliseconds that the planning of one operation may take
 */
export function createPlanAside(
  supergraphSdl: string,
  timeout: number,
  logger: Logger,
  bounds: ProcessBounds = {},
): PlanAside {
  const planning = createPlanningProcess(supergraphSdl, timeout, logger, bounds);
  const outcomes = new BoundedCache<Outcome>(outcomesAtMost, charactersAtMost);

  async function planAside(operation: string): Promise<void> {
    const outcome = await planning.ask({ kind: 'operation', operation }).then(
      ({ plan, failure }): Outcome =>
        failure === undefined
          ? { plan }
          : { error: new CodedError('QUERY_PLAN_FAILED', { cause: new Error(failure) }) },
      (error: unknown): Outcome => {
        // That others wait says nothing about this operation.
        if (!(error instanceof RequestRefused) || error.code !== 'LIMIT_PLANNING') throw error;
        return { error };
      },
    );
    outcomes.set(operation, outcome, operation.length);
  }

  const withPlans = <T>(make: () => T, planned?: string): T | Promise<T> => {
    try {
      return make();
    } catch (error) {
      if (!(error instanceof ThoroughPlanNeeded) || error.operation === planned) throw error;
      return planAside(error.operation).then(() => withPlans(make, error.operation));
    }
  };

  return {
    withPlans: (make) => withPlans(make),
    async tryDocument(text, operationName) {
      await planning.ask({ kind: 'document', text, operationName });
    },
    thorough: {
      plan(operation) {
        const outcome = outcomes.get(operation);
        if (!outcome) throw new ThoroughPlanNeeded(operation);
        if ('error' in outcome) throw outcome.error;
        return outcome.plan;
      },
    },
    close: () => planning.close(),
  };
}
