import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createLiveClient, type LiveClient } from '#client/liveClient.ts';
import { collected } from '#client/testkit/collected.ts';
import { assemble, type Cast } from '#demo/story/cast.ts';
import { isolation } from '#demo/story/isolation.ts';
import { orderToCash } from '#demo/story/orderToCash.ts';
import { subscribeToAll } from '#demo/story/subscribeToAll.ts';
import { threat } from '#demo/story/threat.ts';
import { startTimeline } from '#demo/timeline.ts';
import { PublishMetricDocument } from '#generated/operations/demo.ts';
import { OnMetricDocument } from '#generated/operations/tests.ts';
import { createTestTopics, type TestTopics } from '../kafka.ts';
import { type Balancer, startBalancer } from './clients/startBalancer.ts';
import { type RouterReplica, startRouterReplica } from './startRouterReplica.ts';
import { startTestPlatform, type TestGraph } from './startTestPlatform.ts';

/** Only a hang is a failure: a platform and another router start first. */
const patience = 180_000;

describe.each(['embedded', 'kafka'])('with the %s log and two routers', (eventLog) => {
  let topics: TestTopics | undefined;
  let graph: TestGraph;
  let replica: RouterReplica;
  let balancer: Balancer | undefined;
  const clients: LiveClient[] = [];

  beforeAll(async () => {
    const settings: Record<string, string> = { EVENT_LOG: eventLog };
    if (eventLog === 'kafka') {
      topics = await createTestTopics();
      Object.assign(settings, { KAFKA_BROKERS: topics.brokers[0], KAFKA_PREFIX: topics.prefix });
    }
    graph = await startTestPlatform({ settings });
    replica = await startRouterReplica(graph.platform);
  }, patience);
  afterAll(async () => {
    for (const client of clients) client.close();
    await balancer?.close();
    await replica?.kill();
    await graph?.close();
    await topics?.remove();
  }, patience);

  /** Plays the demo; gives the fields of all frames that acme received. */
  async function demo(url: string, before: (what: string) => Promise<void> = async () => undefined): Promise<string[]> {
    const platform = { graphUrl: `${url}/graphql`, tokenOf: graph.platform.token };
    const cast = await assemble(
      platform,
      startTimeline(() => undefined),
    );
    const { step } = cast;
    const disturbed: Cast = {
      ...cast,
      async step(who, what, work) {
        await before(what);
        return step(who, what, work);
      },
    };
    try {
      await Promise.all([subscribeToAll(cast.acme, cast.ada), subscribeToAll(cast.globex, cast.grace)]);
      await orderToCash(disturbed);
      await threat(disturbed);
      await isolation(disturbed);
      return cast.acme.frames.map(({ field }) => field).sort();
    } finally {
      await cast.close();
    }
  }

  test(
    'a cursor of one router holds on the other: no gap, nothing twice',
    async () => {
      const token = await graph.platform.token('acme', 'ada');
      const clientOf = (url: string) => createLiveClient({ url: `${url}/graphql`, token: () => token });
      const [here, there] = [clientOf(graph.platform.routerUrl), clientOf(replica.url)];
      clients.push(here, there);
      const publish = async (from: number, to: number) => {
        for (let value = from; value < to; value++)
          await there.mutate(PublishMetricDocument, { input: { name: 'moved', value } });
      };
      const seen = collected<number>();
      const next = ({ data }: { data?: { tenantMetricsUpdated: { value: number } } | null }) =>
        seen.add(data!.tenantMetricsUpdated.value);
      const first = here.subscribe(OnMetricDocument, { name: 'moved' }, { next });
      await first.ready;
      await publish(0, 20);
      await seen.until((all) => all.length >= 10);
      first.close();
      await publish(20, 40);
      there.subscribe(OnMetricDocument, { name: 'moved' }, { next }, { cursor: first.cursor });
      await seen.until((all) => all.length >= 40);
      await publish(40, 50);
      await seen.until((all) => all.length >= 50);
      expect(seen.all.toSorted((one, other) => one - other)).toEqual(Array.from({ length: 50 }, (_, n) => n));
    },
    patience,
  );

  test(
    'the demo goes as ever when the router of its clients is killed in the middle',
    async () => {
      const undisturbed = await demo(graph.platform.routerUrl);
      const between = await startBalancer([replica.url, graph.platform.routerUrl]);
      balancer = between;
      const frames = await demo(between.url, async (what) => {
        if (what !== 'moves the deal to negotiation') return;
        await replica.kill();
        await between.drop(replica.url);
      });
      expect(between.given(replica.url)).toBeGreaterThan(2);
      expect(between.given(graph.platform.routerUrl)).toBeGreaterThan(2);
      expect(frames).toEqual(undisturbed);
    },
    patience,
  );
});
