/**
 * `npm run trial:disk -- [--on kafka,postgres] [--seconds 10] [--write]`: the disk under Kafka, then under PostgreSQL, becomes
 * full while it is used, and has room again. Ends with 1 where something acknowledged was lost, a call hung or failed
 * without its code, or use did not go on. Needs root, to mount a small disk. Writes docs/figures/trials-disk.md with --write.
 */
import { parseArgs } from 'node:util';
import { finishTrials, printReport } from '../report/finishTrials.ts';
import type { TrialReport } from '../report/trialReport.ts';
import { diskTrials } from './diskTrials.ts';

const { values } = parseArgs({
  options: {
    on: { type: 'string', default: Object.keys(diskTrials).join() },
    seconds: { type: 'string', default: '10' },
    write: { type: 'boolean', default: false },
  },
});
const reports: TrialReport[] = [];
for (const name of values.on.split(',')) {
  const report = await diskTrials[name]!(Number(values.seconds));
  printReport(report);
  reports.push(report);
}
finishTrials({ file: 'trials-disk.md', title: 'Full disks', command: 'trial:disk' }, reports, values.write);
