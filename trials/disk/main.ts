/**
 * `npm run trial:disk -- [--on kafka,postgres] [--seconds 10] [--write]`: the disk under Kafka, then under PostgreSQL, becomes
 * full while it is used, and has room again. Ends with 1 where something acknowledged was lost, a call hung or failed
 * without its code, or use did not go on. Needs root, to mount a small disk. Writes docs/figures/trials-disk.md with --write.
 */
import { parseArgs } from 'node:util';
import type { TrialReport } from '../report/trialReport.ts';
import { writeReports } from '../report/writeReports.ts';
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
  reports.push(await diskTrials[name]!(Number(values.seconds)));
  console.log(JSON.stringify(reports.at(-1)));
}
if (values.write) writeReports({ file: 'trials-disk.md', title: 'Full disks', command: 'trial:disk' }, reports);
process.exit(reports.some(({ faults }) => faults.length > 0) ? 1 : 0);
