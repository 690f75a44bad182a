/**
 * `npm run trial:live -- [--only kill,slow,expiry,soak,leaks] [--short] [--seed 1] [--rounds 60] [--log kafka] [--write]`: what
 * live streams bear. The soak begins with that seed and makes so many rounds. With `--log kafka` all is done over a broker
 * that is started for it. Prints what was counted and ends with 1 where a trial was not passed. Writes docs/figures/trials-live.md with --write.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startKafka } from '#platform/services/kafka/startKafka.ts';
import { finishTrials, printReport } from '../report/finishTrials.ts';
import type { TrialReport } from '../report/trialReport.ts';
import { startLiveGround } from './ground/startLiveGround.ts';
import { liveTrials } from './liveTrials.ts';

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    log: { type: 'string', default: 'embedded' },
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
const folder = await mkdtemp(join(tmpdir(), 'inopsio-trial-live-'));
const kafka = values.log === 'kafka' ? await startKafka({ dataDir: folder, withParent: true }) : undefined;
const settings = kafka ? { EVENT_LOG: 'kafka', KAFKA_BROKERS: kafka.broker } : undefined;
const reports: TrialReport[] = [];
for (const [name, trial] of Object.entries(liveTrials)) {
  if (wanted && !wanted.includes(name)) continue;
  const ground = await startLiveGround(settings);
  try {
    const report = await trial(ground, values.short, soak);
    printReport(report);
    reports.push(report);
  } finally {
    await ground.close();
  }
}
await kafka?.stop();
await rm(folder, { recursive: true, force: true });
const page = { file: 'trials-live.md', title: 'Live streams under faults', command: 'trial:live' };
finishTrials(page, reports, values.write);
