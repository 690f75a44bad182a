/** What a trial showed. */
export interface TrialReport {
  readonly name: string;
  /** What was done, e.g. `1000 subscriptions, SIGKILL × 5`. */
  readonly load: string;
  readonly figures: Readonly<Record<string, number | string>>;
  /** What must not be, whatever the machine does besides, and was: by counts, codes and order. Tests want none. */
  readonly faults: readonly string[];
  /** Bars of time and memory that were missed. Commands judge by them too; tests do not, as the machine has its part in them. */
  readonly missed?: readonly string[];
}

/** What keeps a trial from being passed; empty when it is. */
export function unmetBy({ faults, missed = [] }: TrialReport): readonly string[] {
  return [...faults, ...missed];
}
