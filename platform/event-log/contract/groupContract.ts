import { expect, test } from '@jest/globals';
import { count, createCollector } from './collector.ts';
import { withLogs } from './contractLogs.ts';
import type { LogUnderTest } from './logUnderTest.ts';
import { groupedBy, numbers, partitionName, range, sampleEvent, sampleEvents, sortedNumbers } from './sampleEvents.ts';

/** What holds for a group with one member. */
export function groupContract(makeLog: () => Promise<LogUnderTest>): void {
  test('each group gets every event from the start of the topics, in order per partition', () =>
    withLogs(makeLog, async ({ open }) => {
      const log = await open();
      await log.append(sampleEvents('t', 30, { keys: 6 }));
      const groups = [createCollector(), createCollector()];
      for (const [i, { onEvents }] of groups.entries())
        await log.consume({ group: `g${i}`, topics: ['t', 'u'], onEvents });
      await log.append(sampleEvents('u', 30, { keys: 6, first: 30 }));
      for (const { until, events } of groups) {
        await until(count(60));
        expect(sortedNumbers(events)).toEqual(range(60));
        for (const own of groupedBy(events, partitionName)) {
          expect(own.map((event) => event.position.offset)).toEqual(range(own.length).map(String));
        }
      }
    }));

  test('each call of onEvents is about one partition and has at most 500 events', () =>
    withLogs(makeLog, async ({ open }) => {
      const log = await open();
      await log.append([...sampleEvents('t', 600), ...sampleEvents('t', 60, { keys: 6, first: 600 })]);
      const { onEvents, until } = createCollector();
      const calls: { size: number; partitions: number }[] = [];
      await log.consume({
        group: 'g',
        topics: ['t'],
        onEvents(events) {
          calls.push({ size: events.length, partitions: groupedBy(events, partitionName).length });
          return onEvents(events);
        },
      });
      await until(count(660));
      expect(Math.max(...calls.map((call) => call.size))).toBeLessThanOrEqual(500);
      expect(new Set(calls.map((call) => call.partitions))).toEqual(new Set([1]));
    }));

  test('goes on where the group stopped, in another process too', () =>
    withLogs(makeLog, async ({ open }) => {
      const log = await open();
      const before = createCollector();
      await log.append(sampleEvents('t', 10, { keys: 5 }));
      const consumer = await log.consume({ group: 'g', topics: ['t'], onEvents: before.onEvents });
      await before.until(count(10));
      await consumer.close();
      await log.append(sampleEvents('t', 10, { keys: 5, first: 10 }));
      await log.close();

      const after = createCollector();
      await (await open()).consume({ group: 'g', topics: ['t'], onEvents: after.onEvents });
      await after.until(count(10));
      expect(sortedNumbers(before.events)).toEqual(range(10));
      expect(sortedNumbers(after.events)).toEqual(range(10, 10));
    }));

  test('delivers failed events again in their order, while other partitions go on', () =>
    withLogs(makeLog, async ({ open }) => {
      const log = await open();
      const positions = await log.append(sampleEvents('t', 40, { keys: 20 }));
      const bad = positions[0]!.partition;
      const expected = positions.filter((position) => position.partition === bad).length;
      const others = createCollector();
      const failing = createCollector();
      const errors: Error[] = [];
      let healed = false;
      await log.consume({
        group: 'g',
        topics: ['t'],
        async onEvents(events) {
          if (events[0]!.position.partition !== bad) return others.onEvents(events);
          if (!healed) throw new Error('not yet');
          await failing.onEvents(events);
        },
        onError(error) {
          errors.push(error);
          // It heals only after the others are through and it has failed more than once.
          void others.until(count(40 - expected)).then(() => {
            healed = errors.length > 1;
          });
        },
      });
      await others.until(count(40 - expected));
      await failing.until(count(expected));
      expect(failing.events.map((event) => event.position.offset)).toEqual(range(expected).map(String));
      expect(errors.length).toBeGreaterThan(1);
      expect(errors[0]!.message).toBe('not yet');
    }));

  test('what was not finished comes again to the next member', () =>
    withLogs(makeLog, async ({ open }) => {
      const log = await open();
      await log.append(sampleEvents('t', 5));
      const failed = Promise.withResolvers<void>();
      const consumer = await log.consume({
        group: 'g',
        topics: ['t'],
        async onEvents() {
          throw new Error('never');
        },
        onError: () => failed.resolve(),
      });
      await failed.promise;
      await consumer.close();
      expect(await log.lag('g', ['t'])).toEqual({ t: 5 });
      const { events, onEvents, until } = createCollector();
      await log.consume({ group: 'g', topics: ['t'], onEvents });
      await until(count(5));
      expect(numbers(events)).toEqual(range(5));
    }));

  test('tells how far each group is behind', () =>
    withLogs(makeLog, async ({ open }) => {
      const log = await open();
      await log.append([...sampleEvents('t', 8, { keys: 4 }), sampleEvent('u', 'k', 0)]);
      expect(await log.lag('g', ['t', 'u', 'empty'])).toEqual({ t: 8, u: 1, empty: 0 });
      const { onEvents, until } = createCollector();
      const consumer = await log.consume({ group: 'g', topics: ['t'], onEvents });
      await until(count(8));
      await consumer.close();
      await log.append(sampleEvents('t', 3, { keys: 3 }));
      expect(await log.lag('g', ['t', 'u'])).toEqual({ t: 3, u: 1 });
      expect(await log.lag('other', ['t'])).toEqual({ t: 11 });
    }));
}
