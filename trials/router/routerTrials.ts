import type { TrialReport } from '../report/trialReport.ts';
import { cancelTrial } from './cancel/cancelTrial.ts';
import { overloadTrial } from './overload/overloadTrial.ts';
import { shapingTrial } from './shaping/shapingTrial.ts';
import { swapTrial } from './swap/swapTrial.ts';

/** A trial in its full or its short form. */
export type RouterTrial = (short: boolean) => Promise<TrialReport>;

/** What the router has to bear, by the names that `--only` takes. */
export const routerTrials: Readonly<Record<string, RouterTrial>> = {
  swap: (short) =>
    swapTrial(
      short ? { swaps: 10, rate: 100, pause: 10, sockets: 5 } : { swaps: 50, rate: 1_000, pause: 500, sockets: 50 },
    ),
  shaping: (short) =>
    shapingTrial(
      short
        ? { rate: 50, timeout: 1_000, breakerOpen: 1_500, calm: 1, answers: 3 }
        : { rate: 100, timeout: 2_000, breakerOpen: 30_000, calm: 3, answers: 20 },
    ),
  cancel: (short) => cancelTrial(short ? 200 : 2_000),
  overload: (short) =>
    overloadTrial(short ? { usual: 1, overload: 2, apart: false } : { usual: 5, overload: 10, apart: true }),
};
