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

/** One aliased `_entities` field of a batch. */
export interface EntityBatchAlias {
  readonly alias: string;
  readonly representationsVariableName: string;
  readonly paths: readonly FlattenPath[];
  readonly requires: readonly RequiresSelection[];
  readonly inputRewrites?: readonly Rewrite[];
  readonly outputRewrites?: readonly Rewrite[];
}

/** Nodes of which each reads what earlier ones brought. */
export interface SequenceNode {
  readonly kind: 'Sequence';
  readonly nodes: readonly PlanNode[];
}

/** Nodes that need nothing of one another. */
export interface ParallelNode {
  readonly kind: 'Parallel';
  readonly nodes: readonly PlanNode[];
}

/** A fetch for the objects at a path. */
export interface FlattenNode {
  readonly kind: 'Flatten';
  readonly path: FlattenPath;
  readonly node: PlanNode;
}

/** What is fetched when a variable is true, and what when it is false. */
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
/** One step of such a path. */
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

/** A change of objects on their way to a subgraph or from it. */
export type Rewrite = { readonly ValueSetter: ValueSetter } | { readonly KeyRenamer: KeyRenamer };

/** Sets a value, as the name of a type that the other side knows under another one. */
export interface ValueSetter {
  readonly path: readonly RewriteSegment[];
  readonly setValueTo: string;
}

/** Renames a key. */
export interface KeyRenamer {
  readonly path: readonly RewriteSegment[];
  readonly renameKeyTo: string;
}

/** One step of the way to what is changed: into objects of these types only, or into a key. */
export type RewriteSegment = { readonly TypenameEquals: readonly string[] } | { readonly Key: string };
