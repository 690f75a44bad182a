/**
 * `npm run trial:abuse -- [--only costly,input,…] [--short] [--seed 1] [--write]`: what the router has to refuse, with what
 * code, and what may be left of it. Each trial starts what it needs. Prints what was counted and ends with 1 where a trial was
 * not passed. Writes docs/figures/trials-abuse.md with --write.
 */
import { parseArgs } from 'node:util';
import { finishTrials, printReport } from '../report/finishTrials.ts';
import type { TrialReport } from '../report/trialReport.ts';
import { abuseTrials } from './abuseTrials.ts';

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    short: { type: 'boolean', default: false },
    seed: { type: 'string', default: '1' },
    write: { type: 'boolean', default: false },
  },
});
const wanted = values.only?.split(',') ?? Object.keys(abuseTrials);
const unknown = wanted.filter((name) => !Object.hasOwn(abuseTrials, name));
const seed = Number(values.seed);
if (unknown.length > 0 || !Number.isInteger(seed)) {
  console.error(`Usage: npm run trial:abuse -- --only ${Object.keys(abuseTrials).join(',')} --seed 1`);
  process.exit(2);
}
const reports: TrialReport[] = [];
for (const name of wanted) {
  const report = await abuseTrials[name]!({ short: values.short, seed });
  printReport(report);
  reports.push(report);
}
const page = { file: 'trials-abuse.md', title: 'What the router refuses', command: 'trial:abuse' };
finishTrials(page, reports, values.write);
