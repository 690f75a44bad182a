/**
 * `npm run trial:faults`: what partitions of the network and the death of its broker do to the event log. Prints a line
 * per fault; ends with 1 where an event was lost or a key's order broken, an append hung, or recovery took longer than 10 s.
 */
import { parseArgs } from 'node:util';
import { createKafkaEventLog } from '#platform/event-log/kafka/createKafkaEventLog.ts';
import { nullLogger } from '#platform/logs/nullLogger.ts';
import { startBrokenKafka } from './brokenKafka.ts';
import { faults, playFault } from './eventLogFaults.ts';
import { verdict } from './verdict.ts';

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '15' } } });
const kafka = await startBrokenKafka();
const connection = { brokers: [kafka.broker] };
const log = await createKafkaEventLog({ connection, logger: nullLogger });
try {
  for (const fault of faults) {
    const result = await playFault(log, kafka, fault, Number(values.seconds) * 1_000);
    const problems = verdict(result);
    const { healthyAfter, longestAppend, acknowledged, refused } = result;
    console.log(
      `${fault.name.padEnd(10)} healthy after ${(healthyAfter / 1_000).toFixed(1)} s, longest append ${(longestAppend / 1_000).toFixed(1)} s, ` +
        `${acknowledged} acknowledged, refused ${JSON.stringify(refused)}${problems.length > 0 ? `  FAILED: ${problems.join('; ')}` : ''}`,
    );
    if (problems.length > 0) process.exitCode = 1;
  }
} finally {
  await log.close();
  await kafka.close();
}
