import { expect, test } from '@jest/globals';
import type { EventLog } from '../eventLog.ts';
import { count, createCollector } from './collector.ts';
import { withLogs } from './contractLogs.ts';
import type { LogUnderTest } from './logUnderTest.ts';
import { groupedBy, numbers, partitionName, range, sampleEvent, sampleEvents } from './sampleEvents.ts';

/** Reads so many events from the start of a topic. */
async function readAll(log: EventLog, topic: string, amount: number) {
  const collector = createCollector();
  const reader = await log.read({ topics: [topic], from: 'start', onEvents: collector.onEvents });
  await collector.until(count(amount));
  await reader.close();
  return collector.events;
}

/** What holds for appending. */
export function appendContract(makeLog: () => Promise<LogUnderTest>): void {
  test('gives one position per record, without gap from 0 in each partition, one partition per key', () =>
    withLogs(makeLog, async ({ open }) => {
      const log = await open();
      const records = sampleEvents('t', 100, { keys: 7 });
      const positions = [...(await log.append(records.slice(0, 60))), ...(await log.append(records.slice(60)))];
      expect(positions).toHaveLength(100);
      for (const [, own] of Map.groupBy(positions, (position) => position.partition)) {
        expect(own.map((position) => position.offset)).toEqual(range(own.length).map(String));
      }
      for (const [, own] of Map.groupBy(positions, (_, i) => records[i]!.key)) {
        expect(new Set(own.map((position) => position.partition)).size).toBe(1);
      }
      expect(new Set(positions.map((position) => position.partition)).size).toBeGreaterThan(1);
    }));

  test('gives back exactly what was appended, at the position that was told', () =>
    withLogs(makeLog, async ({ open }) => {
      const log = await open();
      const record = sampleEvent('t', 'schlüssel/🔑 "1"', 0);
      record.payload = {
        n: 0,
        text: 'a\u0000b\n"ö" 🦊',
        amount: '12.3400',
        none: null,
        list: [1, [2], { three: 3 }],
        big: 2 ** 53,
      };
      const [position] = await log.append([record]);
      expect(await readAll(log, 't', 1)).toEqual([{ ...record, position }]);
    }));

  test('is durable when it resolves', () =>
    withLogs(makeLog, async ({ open }) => {
      const first = await open();
      await first.append(sampleEvents('t', 10));
      await first.close();
      expect(numbers(await readAll(await open(), 't', 10))).toEqual(range(10));
    }));

  test('appends all records or none', () =>
    withLogs(makeLog, async ({ open }) => {
      const log = await open();
      await log.append(sampleEvents('t', 3, { keys: 3 }));
      const before = await log.end(['t']);
      const faults = [
        { ...sampleEvent('t', 'k', 0), key: '' },
        { ...sampleEvent('t', 'k', 0), topic: 'no topic' },
        { ...sampleEvent('t', 'k', 0), payload: 'text' as unknown as Record<string, unknown> },
        { ...sampleEvent('t', 'k', 0), payload: { text: 'x'.repeat(1_000_000) } },
        { ...sampleEvent('t', 'k', 0), header: { ...sampleEvent('t', 'k', 0).header, tenant_id: '' } },
        { ...sampleEvent('t', 'k', 0), header: { ...sampleEvent('t', 'k', 0).header, event_id: '' } },
      ];
      for (const fault of faults) {
        await expect(log.append([sampleEvent('t', 'k', 1), fault])).rejects.toMatchObject({ code: 'EVENT_INVALID' });
      }
      expect(await log.append([])).toEqual([]);
      expect(await log.end(['t'])).toEqual(before);
    }));

  test('keeps the order per key and loses nothing with several appenders at once', () =>
    withLogs(makeLog, async ({ open }) => {
      const logs = await Promise.all([open(), open(), open()]);
      const perAppender = 60;
      // Each appender owns some keys and does not wait for its appends.
      const appends = logs.flatMap((log, appender) =>
        range(perAppender).map((n) =>
          log.append([sampleEvent('t', `${appender}-${n % 4}`, n), sampleEvent('u', `${appender}`, n)]),
        ),
      );
      await Promise.all(appends);
      for (const topic of ['t', 'u']) {
        const events = await readAll(logs[0]!, topic, perAppender * logs.length);
        expect(new Set(events.map((event) => event.header.event_id)).size).toBe(perAppender * logs.length);
        for (const own of groupedBy(events, (event) => event.key)) {
          expect(numbers(own)).toEqual([...numbers(own)].sort((a, b) => a - b));
        }
        for (const own of groupedBy(events, partitionName)) {
          expect(own.map((event) => event.position.offset)).toEqual(range(own.length).map(String));
        }
      }
    }));
}
