/**
 * `npm run trial:failover -- [--faults 20] [--rate 50] [--write]`: two relays of one outbox, of which the leading one is
 * killed or stopped. Ends with 1 where publishing did not resume within 5 s, or an event was lost, made up, out of order, or
 * had its effect twice. Writes docs/figures/trials-failover.md with --write.
 */
import { parseArgs } from 'node:util';
import { finishTrials, printReport } from '../report/finishTrials.ts';
import { failoverTrial } from './failoverTrial.ts';

const { values } = parseArgs({
  options: {
    faults: { type: 'string', default: '20' },
    rate: { type: 'string', default: '50' },
    write: { type: 'boolean', default: false },
  },
});
const report = await failoverTrial({ faults: Number(values.faults), perSecond: Number(values.rate) });
printReport(report);
const page = { file: 'trials-failover.md', title: 'Failover of relays', command: 'trial:failover' };
finishTrials(page, [report], values.write);
