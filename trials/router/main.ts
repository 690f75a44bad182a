/**
 * `npm run trial:router -- [--only swap,shaping,…] [--short] [--write]`: what the router bears under load and faults.
 * Prints what was counted and ends with 1 where a trial was not passed. Writes docs/figures/trials-router.md with --write.
 */
import { parseArgs } from 'node:util';
import { finishTrials, printReport } from '../report/finishTrials.ts';
import type { TrialReport } from '../report/trialReport.ts';
import { routerPage } from './routerPage.ts';
import { routerTrials } from './routerTrials.ts';

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    short: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
});
const wanted = values.only?.split(',') ?? Object.keys(routerTrials);
const unknown = wanted.filter((name) => !Object.hasOwn(routerTrials, name));
if (unknown.length > 0) {
  console.error(`There is no trial ${unknown.join(', ')}; there are ${Object.keys(routerTrials).join(', ')}.`);
  process.exit(2);
}
const reports: TrialReport[] = [];
for (const name of wanted) {
  const report = await routerTrials[name]!(values.short);
  printReport(report);
  reports.push(report);
}
finishTrials(routerPage, reports, values.write);
