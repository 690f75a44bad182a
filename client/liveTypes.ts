/**
 * How a subscription stands: `connecting` until it is in position; `live`; `stale` when nothing was heard for too long, so
 * that what is shown may be old; `reconnecting` after a loss; `expired` while a new snapshot is asked for; `ended`.
 */
export type LiveState = 'connecting' | 'live' | 'stale' | 'reconnecting' | 'expired' | 'ended';

/** A document as text, with the types of its result and its variables, as codegen writes them. */
export interface LiveDocument<Result, Variables> {
  toString(): string;
  /** Carries types only; never there. */
  __apiType?(variables: Variables): Result;
}

/** An error as the graph reports it. */
export interface GraphError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions?: { readonly code?: string; readonly retryable?: boolean };
}

/** The event behind a frame. */
export interface LiveEvent {
  readonly id: string;
  /** Its topic, e.g. `deal.stage.changed`. */
  readonly name: string;
  /** ISO 8601. */
  readonly timestamp: string;
}

/** A frame of a subscription. */
export interface LiveFrame<Result> {
  readonly data: Result | null;
  readonly errors?: readonly GraphError[];
  /** Missing for streams that do not come from the event log. */
  readonly event?: LiveEvent;
}

/** A payload as it travels. */
export interface Payload {
  readonly data?: unknown;
  readonly errors?: readonly GraphError[];
  readonly extensions?: {
    readonly event?: LiveEvent;
    readonly cursor?: string;
    readonly events?: readonly PublishedEvent[];
  };
}

/** An event that a mutation published. */
export interface PublishedEvent {
  readonly id: string;
  readonly name: string;
}

/** What the graph refused, or a request that failed. */
export class LiveError extends Error {
  readonly errors: readonly GraphError[];

  constructor(errors: readonly GraphError[]) {
    super(errors.map(({ message, extensions }) => `${extensions?.code ?? 'ERROR'}: ${message}`).join('; '));
    this.name = 'LiveError';
    this.errors = errors;
  }

  /** Code of the first error. */
  get code(): string {
    return this.errors[0]?.extensions?.code ?? 'ERROR';
  }

  /** Whether a subscription may come back: later, with a fresh token, or when its tenant is no longer suspended. */
  get passes(): boolean {
    const { code } = this;
    return this.errors[0]?.extensions?.retryable === true || code.startsWith('TOKEN_') || code === 'TENANT_SUSPENDED';
  }
}
