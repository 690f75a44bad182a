import type { ExecutionResult } from 'graphql';

/** A JSON value as a subgraph or a client sends it. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/**
 * One operation of one document, planned and compiled once, executed by any number of requests at the same time.
 * It never throws for what a subgraph does: such failures are errors in the answer, beside the data that could be had.
 */
export interface CompiledOperation {
  readonly kind: 'query' | 'mutation' | 'subscription';
  readonly name: string | undefined;
  /** Names of all subgraphs that the plan may ask, each once. */
  readonly fetchedSubgraphs: readonly string[];
  /** Says all that is asked of subgraphs, and in which order; equal for equal plans. */
  readonly planText: string;
  /**
   * Coerces a client's variables by the specification (section 6.1.2), defaults included.
   * The answer carries either `variables` for {@link ExecutionRequest} or the `errors` that the client gets.
   */
  coerceVariables(raw: Readonly<Record<string, unknown>> | null | undefined): CoercedVariables;
  /**
   * Plans what these variables include and leave out, so that executing need not. Missing where no condition depends on
   * variables.
   * @throws CodedError as compiling does
   */
  prepare?(variables: Readonly<Record<string, unknown>>): void;
  /** Runs a query or a mutation. Rejects with INTERNAL_ERROR for a subscription, which has `executeEvent`. */
  execute(request: ExecutionRequest): Promise<ExecutionAnswer>;
  /** Runs a subscription's selection for one event. Rejects with INTERNAL_ERROR for a query or a mutation. */
  executeEvent(request: ExecutionRequest, source: EventSource): Promise<ExecutionAnswer>;
  /** Present for subscriptions only: where the events come from. */
  readonly subscription?: SubscriptionSource;
}

/** Variables as the operation declares them, or why they do not fit. */
export type CoercedVariables =
  | { readonly variables: Readonly<Record<string, unknown>>; readonly errors?: undefined }
  | { readonly variables?: undefined; readonly errors: readonly ErrorForClient[] };

/** One request for a compiled operation. */
export interface ExecutionRequest {
  /** Coerced variables, from {@link CompiledOperation.coerceVariables}. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** Headers for a call to that subgraph (signed context, trace, request id); called once per call. */
  headers(service: string): Readonly<Record<string, string>>;
  /** Aborted when the client has left: running subgraph calls end, and the answer is an error nobody reads. */
  readonly signal?: AbortSignal;
  /** Moment, in milliseconds since the epoch, after which no subgraph is waited for any longer. */
  readonly deadline?: number;
  /** For whom it is asked, e.g. the tenant's id: what is remembered of one scope is of no use to another. */
  readonly scope?: string;
  /** Order of this request among all: of what waits for a subgraph, lower numbers go first. */
  readonly order?: number;
  /** Names the subgraph in `extensions.subgraph` of its errors; for the internal audience only. */
  readonly exposeSubgraph?: boolean;
  /** Gets the `extensions` of each subgraph's answer that has some. */
  onExtensions?(extensions: Readonly<Record<string, unknown>>): void;
}

/**
 * What an event gives for the subscription's root field:
 * - `entity`: an entity representation, `__typename`, the key fields, and more fields where the payload has them;
 *   what the selection needs besides is fetched from the owning subgraph. `null` is an entity that is no more.
 * - `frame`: one answer as the subgraph itself streamed it.
 */
export type EventSource =
  | { readonly kind: 'entity'; readonly representation: EntityRepresentation | null }
  | { readonly kind: 'frame'; readonly frame: { readonly data?: unknown; readonly errors?: unknown } };

/** An object as `_entities` takes it. */
export interface EntityRepresentation {
  readonly __typename: string;
  readonly [field: string]: unknown;
}

/** Where the events of a subscription come from. */
export interface SubscriptionSource {
  /** Subgraph that declares the root field, and would stream it in generic mode. */
  readonly service: string;
  /** The subscription operation for that subgraph. */
  readonly operation: string;
  /** Names of the variables which that operation uses. */
  readonly variableUsages: readonly string[];
  readonly rootField: {
    readonly name: string;
    readonly responseKey: string;
    /** Arguments of the root field, defaults applied. Throws GraphQLError when a variable does not fit. */
    argumentsOf(variables: Readonly<Record<string, unknown>>): Record<string, unknown>;
  };
}

/** What a client gets. */
export interface ExecutionAnswer {
  /**
   * `{"data":…}` or `{"errors":[…],"data":…}`, always an object with at least one member and nothing after `data`,
   * so that extensions are added by replacing the last character: `json.slice(0, -1) + ',"extensions":{…}}'`.
   */
  readonly json: string;
  /** The same text in UTF-8, where it is there already. Must not be changed. */
  readonly bytes?: Buffer | undefined;
  readonly errors: readonly ErrorForClient[];
  /** The same answer as an object, for code that needs one (tests, plugins); parsed at each call. */
  toResult(): ExecutionResult;
  /**
   * Forgets the text, once it is sent and nobody else holds the answer. What is large should not depend on how long
   * the garbage collector keeps the promises that brought it.
   */
  release?(): void;
}

/** An error as a client may see it (specification, section 7.1.2). */
export interface ErrorForClient {
  readonly message: string;
  readonly locations?: readonly { readonly line: number; readonly column: number }[];
  readonly path?: readonly (string | number)[];
  readonly extensions: { readonly code: string; readonly [key: string]: unknown };
}
