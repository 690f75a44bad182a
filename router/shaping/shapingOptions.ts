/** How calls to one subgraph are shaped. */
export interface Shaping {
  /** Longest time for one call, in milliseconds, and for which it may wait for its turn; a request that needs several may take longer. */
  readonly timeout: number;
  /** Calls that run at once; more wait. */
  readonly concurrency: number;
  /** Calls that may wait; more are refused. */
  readonly queue: number;
  /** How often a failed query is repeated. */
  readonly retries: number;
  /** First pause before a repetition, in milliseconds; later ones grow, with jitter, up to `retryDelayAtMost`. */
  readonly retryDelay: number;
  readonly retryDelayAtMost: number;
  /** Share of failures, out of 1, from which on the breaker opens. */
  readonly breakerThreshold: number;
  /** Milliseconds over which failures are counted. */
  readonly breakerWindow: number;
  /** Calls in that time without which nothing is concluded. */
  readonly breakerMinimum: number;
  /** Milliseconds for which it stays open, unless the subgraph answers a probe before. */
  readonly breakerOpen: number;
  /** Milliseconds until the first probe; each failure of calls after a probe doubles them. 0 sends none. */
  readonly breakerProbe: number;
  /** Successes after which it closes again. */
  readonly breakerSuccesses: number;
}

/** What holds where nothing else is said. */
export const defaultShaping: Shaping = {
  timeout: 8_000,
  concurrency: 20,
  queue: 100,
  retries: 3,
  retryDelay: 100,
  retryDelayAtMost: 30_000,
  breakerThreshold: 0.5,
  breakerWindow: 10_000,
  breakerMinimum: 10,
  breakerOpen: 30_000,
  breakerProbe: 500,
  breakerSuccesses: 2,
};

/** Shaping of all subgraphs, and where single ones differ. */
export interface ShapingOptions {
  readonly all?: Partial<Shaping>;
  readonly subgraphs?: Readonly<Record<string, Partial<Shaping>>>;
}

/** The shaping of one subgraph, every value in place. */
export function shapingOf(service: string, { all, subgraphs }: ShapingOptions): Shaping {
  return { ...defaultShaping, ...all, ...subgraphs?.[service] };
}
