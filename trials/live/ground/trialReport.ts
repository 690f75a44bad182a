/** How a trial went. */
export interface TrialReport {
  readonly name: string;
  readonly load: string;
  /** What was counted, by what it is. */
  readonly figures: Readonly<Record<string, number | string>>;
  /** What must not be; empty where the trial is passed. */
  readonly faults: readonly string[];
}
