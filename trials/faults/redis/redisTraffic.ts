import { once } from 'node:events';
import type { Broadcast } from '#platform/broadcast/broadcast.ts';
import { CallRecord, type FaultTraffic } from '../faultGround.ts';

/** What two processes do over a broadcast, and what a router that uses the same Redis does meanwhile. */
export interface RedisUsers {
  readonly publisher: Broadcast;
  readonly subscriber: Broadcast;
  /** Asks the router a query; rejects when it is not answered as always. */
  ask(): Promise<void>;
}

/**
 * Starts a subscriber of a channel, and publishes numbered messages to it: all that are acknowledged have to come, each
 * for the first time in their order. Queries of the router must not notice.
 */
export async function startRedisTraffic(users: RedisUsers, channel: string): Promise<FaultTraffic> {
  const { publisher, subscriber, ask } = users;
  const calls = new CallRecord();
  const queries = new CallRecord();
  const acknowledged: number[] = [];
  const seen = new Set<number>();
  const news = new EventTarget();
  let number = 0;
  let turn = Promise.resolve();
  const subscription = await subscriber.subscribe(channel, (message) => {
    seen.add(message as number);
    news.dispatchEvent(new Event('news'));
  });

  /** One after the other, so that their order is known. */
  async function publish(): Promise<number> {
    const before = turn;
    const { promise, resolve } = Promise.withResolvers<void>();
    turn = promise;
    await before;
    const n = number++;
    while (!(await calls.of(() => publisher.publish(channel, n))));
    acknowledged.push(n);
    resolve();
    return n;
  }

  async function delivered(n: number): Promise<void> {
    while (!seen.has(n)) await once(news, 'news');
  }

  return {
    calls,
    async use() {
      await Promise.all([publish(), queries.of(ask)]);
    },
    wholeWay: async () => delivered(await publish()),
    settled: () => delivered(acknowledged.at(-1)!),
    faults() {
      const faults = acknowledged.filter((n) => !seen.has(n)).map((n) => `message ${n} was lost`);
      const first = [...seen];
      if (first.some((n, index) => n < (first[index - 1] ?? -1))) faults.push('messages came out of order');
      for (const [code, count] of Object.entries(queries.refused)) faults.push(`${count} queries failed with ${code}`);
      return faults;
    },
    missed: () => (queries.longest > 2_000 ? [`a query took ${Math.round(queries.longest)} ms`] : []),
    close: () => subscription.close(),
  };
}
