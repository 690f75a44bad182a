/**
 * A client in a process of its own: publishes metrics at a pace, listens to them, and sends its parent what it saw. Takes
 * one order over its channel.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { createLiveClient } from '#client/liveClient.ts';
import { PublishMetricDocument } from '#generated/operations/demo.ts';
import { OnMetricDocument } from '#generated/operations/tests.ts';
import type { CommitOrder, CommitReport } from './commitMessages.ts';

const silenceMs = 30_000;
const slowly = 4;

async function measure({ url, token, events, warmUp, perSecond }: CommitOrder): Promise<CommitReport> {
  const client = createLiveClient({ url, token: () => token });
  const [name, total] = ['commit', warmUp + events];
  const latencies = new Map<number, number>();
  let twice = 0;
  const all = Promise.withResolvers<void>();
  const listening = client.subscribe(
    OnMetricDocument,
    { name },
    {
      next({ event, data }) {
        const { value } = data!.tenantMetricsUpdated;
        if (latencies.has(value)) twice += 1;
        latencies.set(value, Date.now() - Date.parse(event!.timestamp));
        if (latencies.size === total) all.resolve();
      },
    },
  );
  await listening.ready;
  const answers: Promise<number>[] = [];
  const send = async (value: number): Promise<number> => {
    const sent = performance.now();
    const { publishMetric } = (await client.mutate(PublishMetricDocument, { input: { name, value } })).data;
    if (publishMetric.__typename !== 'Metric') throw new Error(`Refused: ${JSON.stringify(publishMetric)}`);
    return performance.now() - sent;
  };
  let [due, began] = [performance.now(), 0];
  for (let value = 0; value < total; value++) {
    if (value === warmUp) began = performance.now();
    // A cold platform is not met with the full pace: it would refuse what it cannot do yet.
    due += (value < warmUp ? slowly : 1) * (1_000 / perSecond);
    if (due > performance.now()) await wait(due - performance.now());
    answers.push(send(value));
    answers.at(-1)!.catch(all.reject);
  }
  const took = performance.now() - began;
  await Promise.race([all.promise, wait(silenceMs, undefined, { ref: false })]);
  const mutations = await Promise.all(answers);
  client.close();
  return {
    // The first ones compile code.
    latencies: [...latencies].filter(([value]) => value >= warmUp).map(([, latency]) => latency),
    mutations: mutations.slice(warmUp),
    lost: total - latencies.size,
    twice,
    perSecond: (events * 1_000) / took,
  };
}

process.once('message', async (order: CommitOrder) => {
  const answer = await measure(order).then(
    (report) => ({ report }),
    (error: Error) => ({ error: error.stack }),
  );
  process.send!(answer, () => process.exit());
});
