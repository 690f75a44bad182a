import { EventEmitter, once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startTestRedis, type TestRedis } from '#tests/redis.ts';
import { nullLogger } from '../logs/nullLogger.ts';
import type { Broadcast } from './broadcast.ts';
import { createInProcessBroadcast } from './inProcessBroadcast.ts';
import { createRedisBroadcast } from './redisBroadcast.ts';

let redis: TestRedis;
beforeAll(async () => {
  redis = await startTestRedis();
});
afterAll(() => redis?.close());

/** Collects messages and waits for a number of them. */
function inbox() {
  const arrivals = new EventEmitter();
  const messages: unknown[] = [];
  return {
    messages,
    take(message: unknown): void {
      messages.push(message);
      arrivals.emit('arrival');
    },
    async untilThereAre(count: number): Promise<void> {
      while (messages.length < count) await once(arrivals, 'arrival');
    },
  };
}

/** Gives the broadcasts of two processes; those of one process are the same. */
const makers: [string, () => readonly [Broadcast, Broadcast]][] = [
  [
    'in process',
    () => {
      const broadcast = createInProcessBroadcast();
      return [broadcast, broadcast];
    },
  ],
  ['Redis Streams', () => [createRedisBroadcast(redis.url, nullLogger), createRedisBroadcast(redis.url, nullLogger)]],
];

describe.each(makers)('broadcast %s', (_name, make) => {
  test('reaches every subscriber of the channel in order, from its subscription on', async () => {
    const [one, other] = make();
    const channel = `order-${process.hrtime.bigint()}`;
    await one.publish(channel, 'before');
    const [here, there, elsewhere] = [inbox(), inbox(), inbox()];
    await one.subscribe(channel, here.take);
    await other.subscribe(channel, there.take);
    await other.subscribe(`${channel}-other`, elsewhere.take);
    for (let n = 0; n < 200; n++) await one.publish(channel, { n });
    await Promise.all([here.untilThereAre(200), there.untilThereAre(200)]);
    const all = [...Array(200).keys()].map((n) => ({ n }));
    expect(here.messages).toEqual(all);
    expect(there.messages).toEqual(all);
    expect(elsewhere.messages).toEqual([]);
    await Promise.all([one.close(), other.close()]);
  });

  test('who has closed hears no more, others do', async () => {
    const [one, other] = make();
    const channel = `close-${process.hrtime.bigint()}`;
    const [leaving, staying] = [inbox(), inbox()];
    const subscription = await one.subscribe(channel, leaving.take);
    await other.subscribe(channel, staying.take);
    await subscription.close();
    await one.publish(channel, 1);
    await staying.untilThereAre(1);
    expect(leaving.messages).toEqual([]);
    await Promise.all([one.close(), other.close()]);
  });
});

describe('over a restart of Redis', () => {
  test('subscribers go on and miss nothing', async () => {
    const [one, other] = [createRedisBroadcast(redis.url, nullLogger), createRedisBroadcast(redis.url, nullLogger)];
    const there = inbox();
    await other.subscribe('restart', there.take);
    await one.publish('restart', 'before');
    await there.untilThereAre(1);
    await redis.restart();
    await one.publish('restart', 'after');
    await there.untilThereAre(2);
    expect(there.messages).toEqual(['before', 'after']);
    await Promise.all([one.close(), other.close()]);
  });

  test('without Redis publishing fails with its code', async () => {
    const nowhere = createRedisBroadcast('redis://127.0.0.1:1', nullLogger);
    // At once, as each has its patience with Redis.
    const tries = [nowhere.publish('x', 1), nowhere.ping(), nowhere.subscribe('x', () => undefined)];
    for (const refused of await Promise.allSettled(tries)) {
      expect(refused).toMatchObject({ status: 'rejected', reason: { code: 'BROADCAST_UNAVAILABLE' } });
    }
    await nowhere.close();
  });
});
