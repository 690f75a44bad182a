import { CodedError } from '#platform/errors/codedError.ts';
import type { BatchFetchNode, FetchNode, FlattenPath, PlanNode } from './planNodes.ts';

/** A Boolean variable and the value with which a fetch takes place. */
export interface FetchCondition {
  readonly variable: string;
  readonly included: boolean;
}

/** A fetch of the plan with what surrounds it there. */
export interface PlannedFetch {
  readonly fetch: FetchNode | BatchFetchNode;
  /** Path of the surrounding Flatten; empty for a fetch of the root, unused by a BatchFetch, which has its own. */
  readonly path: FlattenPath;
  readonly conditions: readonly FetchCondition[];
  /** Positions, in the same list, of the fetches that the plan has come before this one. */
  readonly earlier: readonly number[];
}

/** A plan as its fetches; `subscription` is the request that streams. */
export interface FlatPlan {
  readonly fetches: readonly PlannedFetch[];
  readonly subscription: Omit<FetchNode, 'kind'> | undefined;
}

/**
 * Unfolds a plan into its fetches. Sequence becomes `earlier`, Condition becomes `conditions`, Flatten becomes `path`;
 * Parallel leaves nothing behind.
 *
 * @throws CodedError QUERY_PLAN_FAILED for a node that the executor does not know
 */
export function flattenPlan(plan: PlanNode | undefined): FlatPlan {
  const fetches: PlannedFetch[] = [];
  let subscription: FlatPlan['subscription'];

  /** Adds the fetches of a node, and gives the positions of all of them. */
  function add(
    node: PlanNode,
    path: FlattenPath,
    conditions: readonly FetchCondition[],
    earlier: readonly number[],
  ): readonly number[] {
    switch (node.kind) {
      case 'Fetch':
      case 'BatchFetch':
        fetches.push({ fetch: node, path, conditions, earlier });
        return [fetches.length - 1];
      case 'Flatten':
        return add(node.node, [...path, ...node.path], conditions, earlier);
      case 'Parallel':
        return node.nodes.flatMap((child) => add(child, path, conditions, earlier));
      case 'Sequence': {
        const own: number[] = [];
        for (const child of node.nodes) own.push(...add(child, path, conditions, [...earlier, ...own]));
        return own;
      }
      case 'Condition': {
        const clause = (child: PlanNode | undefined, included: boolean) =>
          child ? add(child, path, [...conditions, { variable: node.condition, included }], earlier) : [];
        return [...clause(node.ifClause, true), ...clause(node.elseClause, false)];
      }
      case 'Subscription':
        subscription = node.primary;
        return [];
      default:
        throw new CodedError('QUERY_PLAN_FAILED', {
          message: `The plan has a node of an unknown kind: ${(node as { kind: string }).kind}.`,
        });
    }
  }

  if (plan) add(plan, [], [], []);
  return { fetches, subscription };
}
