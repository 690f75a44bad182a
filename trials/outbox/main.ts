/**
 * `npm run trial:outbox -- [--log embedded|kafka] [--seconds 300] [--rate 200] [--kills 60] [--write]`: transactions with
 * events under SIGKILLs of everything that carries them. Ends with 1 where an event was lost, made up, out of order, or
 * had its effect twice. Writes docs/figures/trials-outbox.md with --write.
 */
import { parseArgs } from 'node:util';
import { finishTrials, printReport } from '../report/finishTrials.ts';
import { outboxFaults } from './outboxFaults.ts';
import { type OutboxLoad, outboxTrial } from './outboxTrial.ts';

const { values } = parseArgs({
  options: {
    log: { type: 'string', default: 'embedded' },
    seconds: { type: 'string', default: '300' },
    rate: { type: 'string', default: '200' },
    kills: { type: 'string', default: '60' },
    write: { type: 'boolean', default: false },
  },
});
const load: OutboxLoad = {
  log: values.log === 'kafka' ? 'kafka' : 'embedded',
  perSecond: Number(values.rate),
  seconds: Number(values.seconds),
  kills: Number(values.kills),
};
const { kills, ...counts } = await outboxTrial(load);
const killed = Object.entries(kills).map(([what, count]) => `${what} ${count}`);
const report = {
  name: `Outbox under kills, ${load.log} log`,
  load: `${load.perSecond} transactions/s for ${load.seconds} s, every tenth rolled back, SIGKILL × ${load.kills}: ${killed.join(', ')}`,
  figures: { ...counts },
  faults: outboxFaults(counts),
};
printReport(report);
const page = { file: 'trials-outbox.md', title: 'Events under kills', command: 'trial:outbox' };
finishTrials(page, [report], values.write);
