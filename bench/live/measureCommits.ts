import { setTimeout as wait } from 'node:timers/promises';
import { createLiveClient } from '#client/liveClient.ts';
import { PublishMetricDocument } from '#generated/operations/demo.ts';
import { OnMetricDocument } from '#generated/operations/tests.ts';
import type { LiveGround } from '../../trials/live/ground/startLiveGround.ts';
import { percentile } from '../router/measure/statistics.ts';

/** Milliseconds from the mark of an event, made within the transaction just before its commit, to its frame. */
export interface CommitFigures {
  readonly events: number;
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
}

const events = 500;
const perSecond = 50;

/** From commit to frame on the whole platform: mutation, outbox, relay, log, router. Platform and listener share a process. */
export async function measureCommits({ platform }: LiveGround): Promise<CommitFigures> {
  const token = await platform.token('acme', 'ada');
  const client = createLiveClient({ url: `${platform.routerUrl}/graphql`, token: () => token });
  const latencies: number[] = [];
  const all = Promise.withResolvers<void>();
  const listening = client.subscribe(
    OnMetricDocument,
    { name: 'commit' },
    {
      next: ({ event }) => {
        latencies.push(Date.now() - Date.parse(event!.timestamp));
        if (latencies.length === events) all.resolve();
      },
    },
  );
  await listening.ready;
  const sent: Promise<unknown>[] = [];
  const begin = performance.now();
  for (let value = 0; value < events; value++) {
    const due = begin + (value * 1_000) / perSecond;
    if (due > performance.now()) await wait(due - performance.now());
    sent.push(client.mutate(PublishMetricDocument, { input: { name: 'commit', value } }));
  }
  await Promise.all(sent);
  await all.promise;
  client.close();
  // The first ones compile code.
  const warm = latencies.slice(events / 5);
  return { events: warm.length, perSecond, p50: percentile(warm, 0.5), p99: percentile(warm, 0.99) };
}
