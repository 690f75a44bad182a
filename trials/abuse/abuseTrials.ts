import { usualPace } from '#platform/identity/remoteKeys.ts';
import type { TrialReport } from '../report/trialReport.ts';
import { costlyTrial } from './costly/costlyTrial.ts';
import { badInputTrial } from './input/badInputTrial.ts';
import { safelistTrial } from './safelist/safelistTrial.ts';
import { socketsTrial } from './sockets/socketsTrial.ts';
import { tokensTrial } from './tokens/tokensTrial.ts';

/** What of a trial can be chosen. */
export interface AbuseOptions {
  readonly short: boolean;
  readonly seed: number;
}

/** What the router has to refuse, by the names that `--only` takes. */
export const abuseTrials: Readonly<Record<string, (options: AbuseOptions) => Promise<TrialReport>>> = {
  costly: ({ short }) => costlyTrial(short ? 1 : 3),
  input: ({ short, seed }) => badInputTrial(short ? 2_000 : 100_000, seed),
  safelist: ({ seed }) => safelistTrial(1_000, seed),
  sockets: ({ short }) => socketsTrial(short ? 5 : 100),
  tokens: ({ short }) =>
    tokensTrial({ unknownKids: 1_000, rotations: 3, pace: short ? { known: 500, unknown: 0 } : usualPace }),
};
