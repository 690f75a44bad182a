/**
 * `npm run trial:live -- [--only kill,slow,expiry,soak,leaks] [--short] [--seed 1] [--rounds 60] [--write]`: what live
 * streams bear. The soak begins with that seed and makes so many rounds. Prints what was
 * counted and ends with 1 where a trial was not passed. Writes docs/figures/trials-live.md with --write.
 */
import { parseArgs } from 'node:util';
import { finishTrials, printReport } from '../report/finishTrials.ts';
import type { TrialReport } from '../report/trialReport.ts';
import { startLiveGround } from './ground/startLiveGround.ts';
import { liveTrials } from './liveTrials.ts';

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    seed: { type: 'string' },
    rounds: { type: 'string' },
    short: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
});
const wanted = values.only?.split(',');
const soak = {
  ...(values.seed !== undefined && { seed: Number(values.seed) }),
  ...(values.rounds !== undefined && { rounds: Number(values.rounds) }),
};
const reports: TrialReport[] = [];
for (const [name, trial] of Object.entries(liveTrials)) {
  if (wanted && !wanted.includes(name)) continue;
  const ground = await startLiveGround();
  try {
    const report = await trial(ground, values.short, soak);
    printReport(report);
    reports.push(report);
  } finally {
    await ground.close();
  }
}
const page = { file: 'trials-live.md', title: 'Live streams under faults', command: 'trial:live' };
finishTrials(page, reports, values.write);
