/** One thing that must work for a subgraph to be ready. */
export interface HealthCheck {
  readonly name: string;
  /** Resolves when it works, with `degraded` when it works but somebody should look at it; rejects when it does not. */
  run(): Promise<unknown>;
}

/** What a check found. */
export interface HealthFinding {
  readonly name: string;
  readonly status: 'up' | 'degraded' | 'down';
  readonly latencyMs: number;
}
