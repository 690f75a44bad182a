import { expect, test } from '@jest/globals';
import type { PositionVector } from '../eventLog.ts';
import { count, createCollector } from './collector.ts';
import { withLogs } from './contractLogs.ts';
import type { LogUnderTest } from './logUnderTest.ts';
import { numbers, partitionName, range, sampleEvent, sampleEvents, sortedNumbers } from './sampleEvents.ts';

/** What holds for positions and the vectors made of them. */
export function positionContract(makeLog: () => Promise<LogUnderTest>): void {
  test('reading from the end gives exactly what is appended after it resolved', () =>
    withLogs(makeLog, async ({ open }) => {
      const [log, other] = await Promise.all([open(), open()]);
      await log.append(sampleEvents('t', 10, { keys: 5 }));
      const { events, onEvents, until } = createCollector();
      await log.read({ topics: ['t', 'new'], from: 'end', onEvents });
      await other.append([...sampleEvents('t', 10, { keys: 5, first: 10 }), sampleEvent('new', 'k', 20)]);
      await until(count(11));
      expect(sortedNumbers(events)).toEqual(range(11, 10));
    }));

  test('reading from a vector gives everything behind it, once', () =>
    withLogs(makeLog, async ({ open }) => {
      const log = await open();
      const vectors: PositionVector[] = [];
      for (const n of range(12)) {
        vectors.push(await log.end(['t']));
        await log.append([sampleEvent('t', `key-${n % 5}`, n)]);
      }
      for (const [n, from] of vectors.entries()) {
        const { events, onEvents, until } = createCollector();
        const reader = await log.read({ topics: ['t'], from, onEvents });
        await until(count(12 - n));
        await reader.close();
        expect(sortedNumbers(events)).toEqual(range(12 - n, n));
      }
    }));

  test('a position of the vector that follows an event continues right behind it', () =>
    withLogs(makeLog, async ({ open }) => {
      const log = await open();
      await log.append(sampleEvents('t', 6));
      const first = createCollector();
      const reader = await log.read({ topics: ['t'], from: 'start', onEvents: first.onEvents });
      await first.until(count(6));
      await reader.close();
      const { partition, offset } = first.events[3]!.position;
      const rest = createCollector();
      const from = { t: { [partition]: String(BigInt(offset) + 1n) } };
      await log.read({ topics: ['t'], from, onEvents: rest.onEvents });
      await rest.until(count(2));
      expect(numbers(rest.events)).toEqual([4, 5]);
    }));

  test('the end and a reader from it join without gap or overlap while others append', () =>
    withLogs(makeLog, async ({ open }) => {
      const [log, ...appenders] = await Promise.all([open(), open(), open()]);
      const amount = 300;
      const whole = createCollector();
      await log!.read({ topics: ['t'], from: 'start', onEvents: whole.onEvents });
      const appending = appenders.map(async (appender, a) => {
        for (const n of range(amount)) await appender.append([sampleEvent('t', `${a}-${n % 5}`, a * amount + n)]);
      });
      for (const milestone of [50, 150, 300, 450]) {
        await whole.until(count(milestone));
        const from = await log!.end(['t']);
        const behind = createCollector();
        const reader = await log!.read({ topics: ['t'], from, onEvents: behind.onEvents });
        const before = (event: (typeof whole.events)[number]) =>
          BigInt(event.position.offset) < BigInt(from.t?.[event.position.partition] ?? '0');
        await behind.until(count(20));
        await reader.close();
        const seen = behind.events.filter(before);
        expect(seen).toEqual([]);
        for (const [name, own] of Map.groupBy(behind.events, partitionName)) {
          const start = Number(from.t![name.split('/')[1]!]);
          expect(own.map((event) => Number(event.position.offset))).toEqual(range(own.length, start));
        }
      }
      await Promise.all(appending);
      await whole.until(count(amount * 2));
      expect(sortedNumbers(whole.events)).toEqual(range(amount * 2));
    }));

  test.each([
    ['beyond the end', { t: { 0: '999' } }],
    ['negative', { t: { 0: '-1' } }],
    ['no number', { t: { 0: 'x' } }],
    ['a number without its quotes', { t: { 0: 1 } }],
    ['very long', { t: { 0: '9'.repeat(40) } }],
  ])('refuses a vector with an offset that is %s', (_name, from) =>
    withLogs(makeLog, async ({ open }) => {
      const log = await open();
      await log.append(sampleEvents('t', 5, { keys: 5 }));
      const reading = log.read({ topics: ['t'], from: from as PositionVector, onEvents: () => undefined });
      await expect(reading).rejects.toMatchObject({ code: 'EVENT_POSITION_INVALID' });
    }),
  );

  test('reads a partition from its start when the vector does not name it', () =>
    withLogs(makeLog, async ({ open }) => {
      const log = await open();
      await log.append(sampleEvents('constructor', 5, { keys: 5 }));
      const { events, onEvents, until } = createCollector();
      await log.read({ topics: ['constructor'], from: {}, onEvents });
      await until(count(5));
      expect(sortedNumbers(events)).toEqual(range(5));
    }));
}
