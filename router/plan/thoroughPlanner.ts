import { createRequire } from 'node:module';
import { parse } from 'graphql';
import { CodedError } from '#platform/errors/codedError.ts';
import { requiredFieldsOf } from '../supergraph/requiredFields.ts';
import { fromThoroughPlan, type ThoroughPlanNode } from './fromThoroughPlan.ts';
import type { PlanNode } from './planNodes.ts';
import { sendsWhatIsRequired } from './verifyRequires.ts';

/** Plans slowly what the fast planner cannot: see docs/adr/011-query-planner.md. */
export interface ThoroughPlanner {
  /** @throws CodedError QUERY_PLAN_FAILED when there is no plan, or none that sends what `@requires` names */
  plan(operation: string): PlanNode | undefined;
}

/** Bounds the search over alternative plans; Apollo's own default, 10,000, can take seconds. */
const maxEvaluatedPlans = 500;

/**
 * Makes a planner around `@apollo/query-planner`. Its modules are loaded, and the supergraph is read, at the first plan
 * only, since most routers never need it. That takes up to a second, and `open` does it beforehand.
 */
export function createThoroughPlanner(supergraphSdl: string): ThoroughPlanner & { open(): void } {
  let opened: ((operation: string) => PlanNode | undefined) | undefined;
  return {
    open() {
      opened ??= open(supergraphSdl);
    },
    plan(operation) {
      try {
        opened ??= open(supergraphSdl);
        return opened(operation);
      } catch (cause) {
        throw new CodedError('QUERY_PLAN_FAILED', { cause });
      }
    },
  };
}

function open(supergraphSdl: string): (operation: string) => PlanNode | undefined {
  const require = createRequire(import.meta.url);
  const { QueryPlanner } = require('@apollo/query-planner') as typeof import('@apollo/query-planner');
  const internals = require('@apollo/federation-internals') as typeof import('@apollo/federation-internals');
  const supergraph = internals.Supergraph.build(supergraphSdl, {
    // Security directives are the router's affair; they are no hindrance to a plan.
    supportedFeatures: internals.ROUTER_SUPPORTED_SUPERGRAPH_FEATURES,
    validateSupergraph: false,
  });
  const planner = new QueryPlanner(supergraph, { debug: { maxEvaluatedPlans } });
  const schema = supergraph.apiSchema();
  const required = requiredFieldsOf(parse(supergraphSdl, { noLocation: true }));
  return (text) => {
    const operation = internals.operationFromDocument(schema, parse(text), {});
    const node = planner.buildQueryPlan(operation).node as ThoroughPlanNode | undefined;
    const plan = node && fromThoroughPlan(node);
    if (plan && !sendsWhatIsRequired(plan, required)) throw new Error('The plan does not send what @requires names.');
    return plan;
  };
}
