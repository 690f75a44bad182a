import type { FetchCondition } from '../../plan/flattenPlan.ts';
import type { FlattenPath } from '../../plan/planNodes.ts';
import type { PathWalker } from '../entities/flattenPath.ts';
import type { RepresentationWriter } from '../entities/representation.ts';
import type { RewriteFunction } from '../entities/rewrites.ts';
import type { Sharing } from '../merge/shareEqual.ts';

/** One request to one subgraph: a node of the dependency graph that a plan becomes. */
export interface Step {
  readonly index: number;
  readonly service: string;
  /** The step is left out unless all of these hold. */
  readonly conditions: readonly FetchCondition[];
  /** `{"query":"…","variables":{`, printed once; variables and the closing braces follow per request. */
  readonly head: string;
  readonly variableUsages: readonly string[];
  readonly target: RootTarget | EntitiesTarget;
  /** Reads the text of an answer; JSON.parse where nothing is set. */
  readonly read: ((text: string) => unknown) | undefined;
  /** Whether one object may stand at several of the places that the step walks. */
  readonly meetsShared: boolean;
  /** Steps that wait for this one. */
  readonly dependents: readonly number[];
  /** How many steps this one waits for. */
  readonly dependencyCount: number;
}

/** The answer's `data` is merged into the objects at a path: the root, or objects of a root type further down. */
export interface RootTarget {
  readonly kind: 'root';
  readonly path: FlattenPath;
  readonly walk: PathWalker;
  readonly rewrite: RewriteFunction | undefined;
  readonly sharing: Sharing | undefined;
  /** Keys that the request asks for, to place an error when the whole request fails. */
  readonly keys: readonly string[];
}

/** The answer's `_entities` are merged into the objects whose representations were sent. */
export interface EntitiesTarget {
  readonly kind: 'entities';
  readonly groups: readonly EntityGroup[];
}

/** One `_entities` field of a request, for the objects at one or more paths. */
export interface EntityGroup {
  /** Key of the field in the answer. */
  readonly alias: string;
  /** Name of the variable with the representations. */
  readonly variable: string;
  readonly paths: readonly FlattenPath[];
  readonly walks: readonly PathWalker[];
  readonly represent: RepresentationWriter;
  readonly rewrite: RewriteFunction | undefined;
  readonly sharing: Sharing | undefined;
  /** Whether places of one entity must not share objects, because a later step writes to some of the places only. */
  readonly copies: boolean;
}

/** The steps of one operation, in an order in which each comes after those it waits for. */
export interface StepGraph {
  readonly steps: readonly Step[];
  /** Paths of data keys (`/users/reviews`) at which one object may stand several times. */
  readonly sharedPaths: ReadonlySet<string>;
  /** The streaming request of a subscription; its data is there before the steps start. */
  readonly subscription:
    | { readonly service: string; readonly operation: string; readonly variableUsages: readonly string[] }
    | undefined;
}
