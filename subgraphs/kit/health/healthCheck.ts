/** One thing that must work for a subgraph to be ready. */
export interface HealthCheck {
  readonly name: string;
  /** Resolves when it works; rejects when it does not. */
  run(): Promise<void>;
}

/** What a check found. */
export interface HealthFinding {
  readonly name: string;
  readonly status: 'up' | 'down';
  readonly latencyMs: number;
}
