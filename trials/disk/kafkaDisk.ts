import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from '#platform/embedded/postgres/freePort.ts';
import { createKafkaEventLog } from '#platform/event-log/kafka/createKafkaEventLog.ts';
import { nullLogger } from '#platform/logs/nullLogger.ts';
import { startKafka } from '#platform/services/kafka/startKafka.ts';
import { startLogTraffic } from '../faults/kafka/logTraffic.ts';
import type { TrialReport } from '../report/trialReport.ts';
import { smallDisk } from './smallDisk.ts';

const megabytes = 96;
const refusalsWanted = 2;
const callWithin = 13_000;
const healthyWithin = 10_000;

/**
 * Kafka's disk becomes full while events are appended and read. Kafka itself goes offline then and is started again by
 * whoever watches over it, here the trial; the platform's log must go on by itself.
 * @param seconds of use before and after
 */
export async function kafkaDisk(seconds: number): Promise<TrialReport> {
  const disk = await smallDisk(megabytes);
  const port = await freePort();
  const start = () => startKafka({ dataDir: disk.path, port, withParent: true });
  let kafka = await start();
  let isGone = false;
  void kafka.exited.then(() => {
    isGone = true;
  });
  const log = await createKafkaEventLog({ connection: { brokers: [kafka.broker] }, logger: nullLogger });
  const traffic = await startLogTraffic(log, 'disk');
  const { calls } = traffic;
  let goesOn = true;
  const appending = (async () => {
    while (goesOn) await traffic.use();
  })();
  try {
    await traffic.wholeWay();
    await wait(seconds * 1_000);
    const before = calls.succeeded;
    await disk.fill();
    const refusals = () => Object.values(calls.refused).reduce((sum, count) => sum + count, 0);
    while (refusals() < refusalsWanted) await wait(100);
    await disk.free();
    // A broker that has lost its disk may still be on its way out.
    await Promise.race([kafka.exited, wait(10_000)]);
    const stoppedItself = isGone;
    if (!stoppedItself) await kafka.stop();
    kafka = await start();
    const begin = performance.now();
    await traffic.wholeWay();
    const healthyAfter = performance.now() - begin;
    await wait(seconds * 1_000);
    goesOn = false;
    await appending;
    await traffic.settled();
    const faults = traffic.faults();
    const missed: string[] = [];
    if (calls.longest > callWithin) missed.push(`an append took ${Math.round(calls.longest)} ms`);
    if (healthyAfter > healthyWithin) missed.push(`healthy only after ${Math.round(healthyAfter)} ms`);
    for (const code of Object.keys(calls.refused)) {
      if (code !== 'EVENT_LOG_UNAVAILABLE') faults.push(`refused with ${code}`);
    }
    return {
      name: 'Full disk under Kafka',
      load: `tmpfs of ${megabytes} MB filled while events are appended one after another, then freed; the broker is started again`,
      figures: {
        'appends acknowledged before': before,
        'appends acknowledged in all': calls.succeeded,
        'refused while full': refusals(),
        'longest append, s': (calls.longest / 1_000).toFixed(1),
        'the broker ended by itself': stoppedItself ? 'yes' : 'no',
        'events go all the way after its new start, s': (healthyAfter / 1_000).toFixed(1),
        'acknowledged events lost or out of order': traffic.faults().length,
      },
      faults,
      missed,
    };
  } finally {
    goesOn = false;
    await traffic.close();
    await log.close();
    await kafka.stop();
    await disk.remove();
  }
}
