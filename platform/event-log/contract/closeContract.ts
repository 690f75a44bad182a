import { once } from 'node:events';
import { expect, test } from '@jest/globals';
import { count, createCollector } from './collector.ts';
import { withLogs } from './contractLogs.ts';
import type { LogUnderTest } from './logUnderTest.ts';
import { sampleEvent, sampleEvents } from './sampleEvents.ts';
import { startMember } from './startMember.ts';

/** What holds for closing. */
export function closeContract(makeLog: () => Promise<LogUnderTest>): void {
  test('a consumer waits for the call that runs, and commits it', () =>
    withLogs(makeLog, async ({ open }) => {
      const log = await open();
      await log.append(sampleEvents('t', 5));
      const begun = Promise.withResolvers<void>();
      const finish = Promise.withResolvers<void>();
      const order: string[] = [];
      const consumer = await log.consume({
        group: 'g',
        topics: ['t'],
        async onEvents() {
          begun.resolve();
          await finish.promise;
          order.push('finished');
        },
      });
      await begun.promise;
      const closed = consumer.close().then(() => order.push('closed'));
      finish.resolve();
      await closed;
      expect(order).toEqual(['finished', 'closed']);
      expect(await log.lag('g', ['t'])).toEqual({ t: 0 });
    }));

  test('closes readers and consumers with the log; others go on', () =>
    withLogs(makeLog, async ({ open }) => {
      const [log, other] = await Promise.all([open(), open()]);
      const [reading, consuming, going] = [createCollector(), createCollector(), createCollector()];
      await log.read({ topics: ['t'], from: 'start', onEvents: reading.onEvents });
      await log.consume({ group: 'g', topics: ['t'], onEvents: consuming.onEvents });
      await other.read({ topics: ['t'], from: 'start', onEvents: going.onEvents });
      await other.append([sampleEvent('t', 'k', 0)]);
      await Promise.all([reading.until(count(1)), consuming.until(count(1))]);
      await log.close();
      await other.append([sampleEvent('t', 'k', 1)]);
      await going.until(count(2));
      expect(reading.events).toHaveLength(1);
      expect(consuming.events).toHaveLength(1);
      expect(await other.lag('g', ['t'])).toEqual({ t: 1 });
    }));

  test('refuses everything afterwards, and may be repeated', () =>
    withLogs(makeLog, async ({ open }) => {
      const log = await open();
      await log.close();
      await log.close();
      const closed = { code: 'EVENT_LOG_CLOSED' };
      const onEvents = async () => undefined;
      await expect(log.append([sampleEvent('t', 'k', 0)])).rejects.toMatchObject(closed);
      await expect(log.read({ topics: ['t'], from: 'start', onEvents })).rejects.toMatchObject(closed);
      await expect(log.consume({ group: 'g', topics: ['t'], onEvents })).rejects.toMatchObject(closed);
      await expect(log.end(['t'])).rejects.toMatchObject(closed);
      await expect(log.lag('g', ['t'])).rejects.toMatchObject(closed);
    }));

  test('an append that was begun before close is finished', () =>
    withLogs(makeLog, async ({ open }) => {
      const log = await open();
      await log.append([sampleEvent('t', 'k', 0)]);
      const begun = log.append(sampleEvents('t', 50));
      await log.close();
      expect(await begun).toHaveLength(50);
    }));

  test('leaves nothing that keeps a process alive', () =>
    withLogs(makeLog, async ({ opener }) => {
      const member = startMember(opener, 'g', 't', 'leave');
      const [status] = await once(member.child, 'exit');
      expect(status).toBe(0);
      expect(member.lines).toEqual(['joined', 'closed']);
    }));
}
