import { createRequire } from 'node:module';
import { parse } from 'graphql';
import { CodedError } from '#platform/errors/codedError.ts';
import { fromThoroughPlan, type ThoroughPlanNode } from './fromThoroughPlan.ts';
import type { PlanNode } from './planNodes.ts';

/** Plans slowly what the fast planner cannot: see docs/adr/011-query-planner.md. */
export interface ThoroughPlanner {
  /** @throws CodedError QUERY_PLAN_FAILED */
  plan(operation: string): PlanNode | undefined;
}

/** Bounds the search over alternative plans; Apollo's own default, 10,000, can take seconds. */
const maxEvaluatedPlans = 500;

/**
 * Makes a planner around `@apollo/query-planner`. Its modules are loaded, and the supergraph is read, at the first plan
 * only, since most routers never need it.
 */
export function createThoroughPlanner(supergraphSdl: string): ThoroughPlanner {
  let opened: ((operation: string) => ThoroughPlanNode | undefined) | undefined;
  return {
    plan(operation) {
      try {
        opened ??= open(supergraphSdl);
        const plan = opened(operation);
        return plan && fromThoroughPlan(plan);
      } catch (cause) {
        throw new CodedError('QUERY_PLAN_FAILED', { cause });
      }
    },
  };
}

function open(supergraphSdl: string): (operation: string) => ThoroughPlanNode | undefined {
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
  return (text) => {
    const operation = internals.operationFromDocument(schema, parse(text), {});
    return planner.buildQueryPlan(operation).node as ThoroughPlanNode | undefined;
  };
}
