/**
 * `npm run trial:restart -- --rounds 3`: order to cash under SIGKILLs of the whole platform. Prints what was counted;
 * exits with 1 where an event was lost or had its effect twice.
 */
import { parseArgs } from 'node:util';
import { restartTrial } from './restartTrial.ts';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '3' } } });
const { rounds, kills, faults } = await restartTrial(Number(values.rounds));
for (const fault of faults) console.error(fault);
console.log(`${rounds} stories, ${kills} kills, ${faults.length} faults`);
process.exitCode = faults.length > 0 ? 1 : 0;
