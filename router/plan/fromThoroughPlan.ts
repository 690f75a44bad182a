import type { FetchNode, FlattenSegment, PlanNode, RequiresSelection, Rewrite, RewriteSegment } from './planNodes.ts';

/** The plan as `@apollo/query-planner` makes it, as far as it differs from ours. */
export type ThoroughPlanNode =
  | ThoroughFetch
  | { readonly kind: 'Sequence' | 'Parallel'; readonly nodes: readonly ThoroughPlanNode[] }
  | { readonly kind: 'Flatten'; readonly path: readonly (string | number)[]; readonly node: ThoroughPlanNode }
  | {
      readonly kind: 'Condition';
      readonly condition: string;
      readonly ifClause?: ThoroughPlanNode;
      readonly elseClause?: ThoroughPlanNode;
    }
  | { readonly kind: 'Subscription'; readonly primary: ThoroughFetch; readonly rest?: ThoroughPlanNode };

interface ThoroughFetch {
  readonly kind: 'Fetch';
  readonly serviceName: string;
  readonly operation: string;
  readonly operationKind: FetchNode['operationKind'];
  readonly variableUsages?: readonly string[];
  readonly requires?: readonly RequiresSelection[];
  readonly inputRewrites?: readonly ThoroughRewrite[];
  readonly outputRewrites?: readonly ThoroughRewrite[];
}

type ThoroughRewrite =
  | { readonly kind: 'ValueSetter'; readonly path: readonly string[]; readonly setValueTo: string }
  | { readonly kind: 'KeyRenamer'; readonly path: readonly string[]; readonly renameKeyTo: string };

/** Writes such a plan in the form that the executor knows. */
export function fromThoroughPlan(node: ThoroughPlanNode): PlanNode {
  switch (node.kind) {
    case 'Fetch':
      return fetchOf(node);
    case 'Flatten':
      return { kind: 'Flatten', path: node.path.map(flattenSegment), node: fromThoroughPlan(node.node) };
    case 'Sequence':
    case 'Parallel':
      return { kind: node.kind, nodes: node.nodes.map(fromThoroughPlan) };
    case 'Condition':
      return {
        kind: 'Condition',
        condition: node.condition,
        ...(node.ifClause && { ifClause: fromThoroughPlan(node.ifClause) }),
        ...(node.elseClause && { elseClause: fromThoroughPlan(node.elseClause) }),
      };
    case 'Subscription': {
      const primary: PlanNode = { kind: 'Subscription', primary: fetchOf(node.primary) };
      return node.rest ? { kind: 'Sequence', nodes: [primary, fromThoroughPlan(node.rest)] } : primary;
    }
  }
}

function fetchOf({ inputRewrites, outputRewrites, ...fetch }: ThoroughFetch): FetchNode {
  return {
    ...fetch,
    ...(inputRewrites && { inputRewrites: inputRewrites.map(rewriteOf) }),
    ...(outputRewrites && { outputRewrites: outputRewrites.map(rewriteOf) }),
  };
}

function flattenSegment(segment: string | number): FlattenSegment {
  return segment === '@' ? '@' : { Field: String(segment) };
}

function rewriteOf(rewrite: ThoroughRewrite): Rewrite {
  const path = rewrite.path.map(rewriteSegment);
  return rewrite.kind === 'ValueSetter'
    ? { ValueSetter: { path, setValueTo: rewrite.setValueTo } }
    : { KeyRenamer: { path, renameKeyTo: rewrite.renameKeyTo } };
}

/** A segment `... on Type` lets objects of that type pass; any other is a key. */
function rewriteSegment(segment: string): RewriteSegment {
  return segment.startsWith('... on ') ? { TypenameEquals: [segment.slice('... on '.length)] } : { Key: segment };
}
