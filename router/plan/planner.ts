import { QueryPlanner } from '@graphql-hive/router-query-planner';
import type { GraphQLSchema } from 'graphql';
import { CodedError } from '#platform/errors/codedError.ts';
import { apiSchemaOf } from '../supergraph/apiSchema.ts';
import { entityKeysOf } from '../supergraph/entityKeys.ts';
import { requiredFieldsOf } from '../supergraph/requiredFields.ts';
import { supergraphDocument } from '../supergraph/supergraphDocument.ts';
import { typeRelationsOf } from '../supergraph/typeRelations.ts';
import { chained } from './joinPlans.ts';
import { createPlanMender } from './mendPlan.ts';
import { isRefusal, planInParts } from './planInParts.ts';
import type { PlanNode } from './planNodes.ts';
import { planSerially } from './planSerially.ts';
import { splitRoots } from './splitRoots.ts';
import { createThoroughPlanner, type ThoroughPlanner } from './thoroughPlanner.ts';
import { fetchesEverything } from './verifyComplete.ts';
import { sendsWhatIsRequired } from './verifyRequires.ts';

export interface Planner {
  /** Labels of progressive overrides (`@override(label:)`) that the supergraph names, percentages excluded. */
  readonly overrideLabels: readonly string[];
  /**
   * Plans one operation of a document that is valid against the API schema.
   *
   * @param operation text of a document with exactly one operation
   * @returns the root of the plan, or undefined when no subgraph needs to be asked
   * @throws CodedError QUERY_PLAN_FAILED when no planner finds a way, or what the thorough planner throws
   */
  plan(operation: string): PlanNode | undefined;
}

export interface PlannerOptions {
  /** Labels of progressive overrides that are in force. */
  readonly overrideLabels?: readonly string[];
  /** Where a `percent(n)` label has the router toss: it is in force when this number, 0 to 100, is below n. */
  readonly overridePercentage?: number;
  /** The schema that clients see, where it is known already. */
  readonly apiSchema?: GraphQLSchema;
  /** Plans what the fast planner cannot; here and at once, unless given. */
  readonly thorough?: ThoroughPlanner | undefined;
}

/**
 * Makes a planner for one supergraph. The only module that knows which library plans.
 *
 * @throws CodedError SUPERGRAPH_INVALID when the text is not a Federation 2 supergraph
 */
export function createPlanner(supergraphSdl: string, options: PlannerOptions = {}): Planner {
  const planner = open(supergraphSdl);
  const labels = new Set(options.overrideLabels);
  const percentage = options.overridePercentage ?? 100;
  const thorough = options.thorough ?? createThoroughPlanner(supergraphSdl);
  const supergraph = supergraphDocument(supergraphSdl);
  const required = requiredFieldsOf(supergraph);
  const schema = options.apiSchema ?? apiSchemaOf(supergraph);
  const mender = createPlanMender(entityKeysOf(supergraph), typeRelationsOf(supergraph));
  return {
    overrideLabels: planner.overrideLabels,
    plan: (operation) => (isMutation(operation) ? planSerially(operation, planRoot) : planWhole(operation)),
  };

  function planWhole(operation: string): PlanNode | undefined {
    const whole = tryPlan(operation);
    if (whole !== 'none') return whole;
    const plans = splitRoots(operation).map(planRoot);
    return chained(
      'Parallel',
      plans.filter((plan) => plan !== undefined),
    );
  }

  function planRoot(operation: string): PlanNode | undefined {
    const quick = tryPlan(operation);
    if (quick !== 'none') return quick;
    try {
      return planThoroughly(operation);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      return planJoined(operation, error);
    }
  }

  /** @throws the refusal of the whole, when its parts have no plan either */
  function planJoined(operation: string, refusal: unknown): PlanNode | undefined {
    if (!isQuery(operation)) throw refusal;
    try {
      const plan = planInParts(operation, { quick: tryPlan, thorough: planThoroughly });
      if (plan && sendsWhatIsRequired(plan, required) && fetchesEverything(plan, operation, schema, mender))
        return plan;
    } catch (error) {
      // That a part is too complex tells a client more than that the whole has no plan.
      if (!isRefusal(error) || (error as CodedError).code === 'LIMIT_PLANNING') throw error;
    }
    throw refusal;
  }

  function planThoroughly(operation: string): PlanNode | undefined {
    // Overrides by label are beyond the thorough planner, so it may only step in where none is in force.
    if (labels.size > 0) throw new CodedError('QUERY_PLAN_FAILED');
    const plan = thorough.plan(operation);
    const mended = mender.mended(plan);
    if (forgetsKeys(plan, mended, operation)) throw new CodedError('QUERY_PLAN_FAILED');
    return mended;
  }

  /** Whether a plan of the thorough planner, which knows best what exists, would be complete if it had keys for all. */
  function forgetsKeys(plan: PlanNode | undefined, mended: PlanNode | undefined, operation: string): boolean {
    if (fetchesEverything(mended, operation, schema, mender)) return false;
    return fetchesEverything(plan, operation, schema, { isKeyed: () => true });
  }

  /** The fast planner has gaps, most of them around `@requires`: it finds no plan, or one that sends or fetches too little. */
  function tryPlan(operation: string): PlanNode | undefined | 'none' {
    try {
      const { node } = planner.plan(operation, undefined, labels, percentage);
      const plan = mender.mended(node as PlanNode | undefined);
      const isSound =
        (plan === undefined || sendsWhatIsRequired(plan, required)) &&
        fetchesEverything(plan, operation, schema, mender);
      return isSound ? plan : 'none';
    } catch {
      return 'none';
    }
  }
}

function isMutation(operation: string): boolean {
  return operation.startsWith('mutation');
}

/** Parts of a mutation would have its effects twice. */
function isQuery(operation: string): boolean {
  return operation.startsWith('{') || operation.startsWith('query');
}

function open(supergraphSdl: string): QueryPlanner {
  try {
    return new QueryPlanner(supergraphSdl);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CodedError('SUPERGRAPH_INVALID', { message: `The supergraph cannot be used: ${reason}`, cause });
  }
}
