/**
 * `npm run trial:faults -- [--on kafka,postgres,redis,subgraph] [--fault cut,…] [--seconds 15] [--write]`: what partitions of
 * the network, and its death, do to those who rely on a service. Prints a line per fault; ends with 1 where something
 * acknowledged was lost, a call hung, or recovery took longer than 10 s. Writes docs/figures/trials-faults.md with --write.
 */
import { parseArgs } from 'node:util';
import { finishTrials } from '../report/finishTrials.ts';
import type { TrialReport } from '../report/trialReport.ts';
import { grounds } from './grounds.ts';
import { type FaultResult, playFault } from './playFault.ts';

const { values } = parseArgs({
  options: {
    on: { type: 'string', default: Object.keys(grounds).join() },
    fault: { type: 'string' },
    seconds: { type: 'string', default: '15' },
    write: { type: 'boolean', default: false },
  },
});
const wanted = values.fault?.split(',');
const reports: TrialReport[] = [];
for (const name of values.on.split(',')) {
  const ground = await grounds[name]!();
  const results: FaultResult[] = [];
  try {
    for (const fault of ground.faults) {
      if (wanted && !wanted.includes(fault.name)) continue;
      const result = await playFault(ground, fault, Number(values.seconds) * 1_000);
      console.log(JSON.stringify({ on: name, ...result }));
      results.push(result);
    }
  } finally {
    await ground.close();
  }
  reports.push({
    name: `Faults of ${name}`,
    load: `${ground.callers} callers, each fault for ${values.seconds} s; a call may take ${ground.endsWithin / 1_000} s`,
    figures: Object.fromEntries(results.map((result) => [result.fault, figureOf(result)])),
    faults: results.flatMap(({ fault, problems }) => problems.map((problem) => `${fault}: ${problem}`)),
    missed: results.flatMap(({ fault, missed }) => missed.map((bar) => `${fault}: ${bar}`)),
  });
}
const page = { file: 'trials-faults.md', title: 'Partitions and deaths of services', command: 'trial:faults' };
finishTrials(page, reports, values.write);

function figureOf({ healthyAfter, longest, succeeded, refused }: FaultResult): string {
  const counts = Object.entries(refused).map(([code, count]) => `${code} ${count}`);
  const seconds = (milliseconds: number): string => (milliseconds / 1_000).toFixed(1);
  return `healthy ${seconds(healthyAfter)} s after its end; longest call ${seconds(longest)} s; ${succeeded} calls succeeded; refused: ${counts.join(', ') || 'none'}`;
}
