/**
 * `npm run trial:abuse -- [--requests 100000] [--seed 1] [--rounds 3] [--write]`: starts a router of its own in a process of
 * its own, sends it the corpus of costly documents while good requests go on, then mutated requests, messages and bytes.
 * Prints what came of it; ends with code 1 when anything was not refused as it has to be, or the router did not live
 * through it.
 */
import { parseArgs } from 'node:util';
import { finishTrials, printReport } from '../report/finishTrials.ts';
import { routerPage } from '../router/routerPage.ts';
import { badInputTrial } from './badInputTrial.ts';
import { costlyTrial } from './costlyTrial.ts';

const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '1' },
    rounds: { type: 'string', default: '3' },
    write: { type: 'boolean', default: false },
  },
});
const [requests, seed, rounds] = [Number(values.requests), Number(values.seed), Number(values.rounds)];
if (!Number.isInteger(requests) || requests < 0 || !Number.isInteger(seed) || !(rounds > 0)) {
  console.error('Usage: npm run trial:abuse -- --requests 100000 --seed 1 --rounds 3');
  process.exit(2);
}
const reports = [await costlyTrial(rounds)];
if (requests > 0) reports.push(await badInputTrial(requests, seed));
for (const report of reports) printReport(report);
finishTrials(routerPage, reports, values.write);
