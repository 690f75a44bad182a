/**
 * `npm run trial:live -- [--only kill,slow,expiry,leaks] [--short] [--write]`: what live streams bear. Prints what was
 * counted and ends with 1 where a trial was not passed. Writes docs/figures/trials-live.md with --write.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startLiveGround } from './ground/startLiveGround.ts';
import type { TrialReport } from './ground/trialReport.ts';
import { liveTrials } from './liveTrials.ts';
import { reportsAsMarkdown } from './reportsAsMarkdown.ts';

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    short: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
});
const wanted = values.only?.split(',');
const reports: TrialReport[] = [];
for (const [name, trial] of Object.entries(liveTrials)) {
  if (wanted && !wanted.includes(name)) continue;
  const ground = await startLiveGround();
  try {
    reports.push(await trial(ground, values.short));
  } finally {
    await ground.close();
  }
  console.log(JSON.stringify(reports.at(-1)));
}
if (values.write) {
  const file = join(import.meta.dirname, '..', '..', 'docs', 'figures', 'trials-live.md');
  writeFileSync(file, reportsAsMarkdown('Live streams under faults', 'trial:live', reports));
}
process.exit(reports.some(({ faults }) => faults.length > 0) ? 1 : 0);
