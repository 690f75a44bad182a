/** What a trial showed. */
export interface TrialReport {
  readonly name: string;
  /** What was done, e.g. `1000 subscriptions, SIGKILL × 5`. */
  readonly load: string;
  readonly figures: Readonly<Record<string, number | string>>;
  /** What must not be, and was; empty when the trial is passed. */
  readonly faults: readonly string[];
}
