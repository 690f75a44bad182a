/**
 * The query plan as @graphql-hive/router-query-planner makes it. Written out here, narrower than its own declarations,
 * because the executor must handle exactly these and nothing else (`@defer` is not planned).
 */
export type PlanNode =
  | FetchNode
  | BatchFetchNode
  | SequenceNode
  | ParallelNode
  | FlattenNode
  | ConditionNode
  | SubscriptionNode;

/** One request to one subgraph; with `requires` it asks `_entities` for the objects at the surrounding Flatten. */
export interface FetchNode {
  readonly kind: 'Fetch';
  readonly serviceName: string;
  readonly operation: string;
  readonly operationKind?: 'query' | 'mutation' | 'subscription';
  readonly variableUsages?: readonly string[];
  readonly requires?: readonly RequiresSelection[];
  readonly inputRewrites?: readonly Rewrite[];
  readonly outputRewrites?: readonly Rewrite[];
}

/** One request with several aliased `_entities` fields, each for the objects at one or more paths. */
export interface BatchFetchNode {
  readonly kind: 'BatchFetch';
  readonly serviceName: string;
  readonly operation: string;
  readonly variableUsages?: readonly string[];
  readonly entityBatch: { readonly aliases: readonly EntityBatchAlias[] };
}

export interface EntityBatchAlias {
  readonly alias: string;
  readonly representationsVariableName: string;
  readonly paths: readonly FlattenPath[];
  readonly requires: readonly RequiresSelection[];
  readonly inputRewrites?: readonly Rewrite[];
  readonly outputRewrites?: readonly Rewrite[];
}

export interface SequenceNode {
  readonly kind: 'Sequence';
  readonly nodes: readonly PlanNode[];
}

export interface ParallelNode {
  readonly kind: 'Parallel';
  readonly nodes: readonly PlanNode[];
}

export interface FlattenNode {
  readonly kind: 'Flatten';
  readonly path: FlattenPath;
  readonly node: PlanNode;
}

export interface ConditionNode {
  readonly kind: 'Condition';
  /** Name of a Boolean variable. */
  readonly condition: string;
  readonly ifClause?: PlanNode;
  readonly elseClause?: PlanNode;
}

/** The subgraph request that streams; the planner leaves out its `kind`. */
export interface SubscriptionNode {
  readonly kind: 'Subscription';
  readonly primary: Omit<FetchNode, 'kind'>;
}

/** `@` stands for every element of a list; a type condition lets objects of these types (or none) through. */
export type FlattenPath = readonly FlattenSegment[];
export type FlattenSegment = '@' | { readonly Field: string } | { readonly TypeCondition: readonly string[] };

/** What is read from an object to represent it; `name` is the key in our data, `alias` the key in the representation. */
export type RequiresSelection =
  | {
      readonly kind: 'Field';
      readonly name: string;
      readonly alias?: string;
      readonly selections?: readonly RequiresSelection[];
    }
  | {
      readonly kind: 'InlineFragment';
      readonly typeCondition: string;
      readonly selections: readonly RequiresSelection[];
      readonly skipIf?: string;
      readonly includeIf?: string;
    };

export type Rewrite = { readonly ValueSetter: ValueSetter } | { readonly KeyRenamer: KeyRenamer };

export interface ValueSetter {
  readonly path: readonly RewriteSegment[];
  readonly setValueTo: string;
}

export interface KeyRenamer {
  readonly path: readonly RewriteSegment[];
  readonly renameKeyTo: string;
}

export type RewriteSegment = { readonly TypenameEquals: readonly string[] } | { readonly Key: string };
