import { expect, test } from '@jest/globals';
import type { LoggedEvent } from '../eventLog.ts';
import { count, createCollector } from './collector.ts';
import { withLogs } from './contractLogs.ts';
import type { LogUnderTest } from './logUnderTest.ts';
import { groupedBy, numbers, partitionName, range, sampleEvent, sampleEvents, sortedNumbers } from './sampleEvents.ts';

/** What holds for reading without a group. */
export function readContract(makeLog: () => Promise<LogUnderTest>): void {
  test('delivers what is there and what comes, of its topics only', () =>
    withLogs(makeLog, async ({ open }) => {
      const [log, other] = await Promise.all([open(), open()]);
      await log.append([...sampleEvents('t', 20, { keys: 5 }), ...sampleEvents('not-wanted', 5)]);
      const { events, onEvents, until } = createCollector();
      await log.read({ topics: ['t', 'u'], from: 'start', onEvents });
      await until(count(20));
      await other.append([...sampleEvents('u', 20, { keys: 5, first: 20 }), ...sampleEvents('not-wanted', 5)]);
      await until(count(40));
      expect(sortedNumbers(events)).toEqual(range(40));
      for (const own of groupedBy(events, partitionName)) {
        expect(own.map((event) => event.position.offset)).toEqual(range(own.length).map(String));
      }
    }));

  test('has readers that do not depend on one another', () =>
    withLogs(makeLog, async ({ open }) => {
      const log = await open();
      await log.append(sampleEvents('t', 5));
      const stuck = Promise.withResolvers<void>();
      const stuckGot = createCollector();
      await log.read({
        topics: ['t'],
        from: 'start',
        onEvents: async (events) => {
          await stuckGot.onEvents(events);
          await stuck.promise;
        },
      });
      await stuckGot.until(count(1));
      const free = createCollector();
      await log.read({ topics: ['t'], from: 'start', onEvents: free.onEvents });
      await log.append(sampleEvents('t', 5, { first: 5 }));
      await free.until(count(10));
      expect(numbers(free.events)).toEqual(range(10));
      stuck.resolve();
      await stuckGot.until(count(10));
      expect(numbers(stuckGot.events)).toEqual(range(10));
    }));

  test('gives at most 500 events at once, and the next ones only when these are done', () =>
    withLogs(makeLog, async ({ open }) => {
      const log = await open();
      await log.append(sampleEvents('t', 1_300, { keys: 9 }));
      const { events, onEvents, until } = createCollector();
      let running = 0;
      const sizes: number[] = [];
      await log.read({
        topics: ['t'],
        from: 'start',
        async onEvents(some) {
          expect(++running).toBe(1);
          sizes.push(some.length);
          await new Promise(setImmediate);
          running--;
          await onEvents(some);
        },
      });
      await until(count(1_300));
      expect(Math.max(...sizes)).toBeLessThanOrEqual(500);
      expect(sortedNumbers(events)).toEqual(range(1_300));
    }));

  test('delivers again what its receiver failed on, and says so', () =>
    withLogs(makeLog, async ({ open }) => {
      const log = await open();
      const { events, onEvents, until } = createCollector();
      const failures: Error[] = [];
      const tries: number[][] = [];
      await log.read({
        topics: ['t'],
        from: 'start',
        onEvents(some: LoggedEvent[]) {
          tries.push(numbers(some));
          if (tries.length < 3) throw new Error(`failure ${tries.length}`);
          return onEvents(some);
        },
        onError: (error) => failures.push(error),
      });
      await log.append(sampleEvents('t', 3));
      await until(count(3));
      expect(numbers(events)).toEqual(range(3));
      expect(tries).toEqual([range(3), range(3), range(3)]);
      expect(failures.map((error) => error.message)).toEqual(['failure 1', 'failure 2']);
    }));

  test('tells when it has passed a position, whatever comes meanwhile', () =>
    withLogs(makeLog, async ({ open }) => {
      const log = await open();
      const { events, onEvents } = createCollector();
      await log.append(sampleEvents('t', 700, { keys: 7 }));
      const ends = await log.end(['t', 'empty']);
      const reader = await log.read({ topics: ['t', 'empty'], from: 'start', onEvents });
      const more = log.append(sampleEvents('t', 20, { keys: 7, first: 700 }));
      await reader.passed(ends);
      expect(sortedNumbers(events).slice(0, 700)).toEqual(range(700));
      await more;
      await reader.passed(await log.end(['t']));
      expect(sortedNumbers(events)).toEqual(range(720));
      await reader.passed({ ...ends, 'not-read': { 0: '5' } });
      const never = reader.passed({ t: { 0: '1000000' } });
      const refused = expect(never).rejects.toMatchObject({ code: 'EVENT_LOG_CLOSED' });
      await reader.close();
      await refused;
    }));

  test('delivers nothing after close, nor after its signal aborted', () =>
    withLogs(makeLog, async ({ open }) => {
      const log = await open();
      const [closed, aborted, going] = [createCollector(), createCollector(), createCollector()];
      const abort = new AbortController();
      const reader = await log.read({ topics: ['t'], from: 'start', onEvents: closed.onEvents });
      await log.read({ topics: ['t'], from: 'start', onEvents: aborted.onEvents, signal: abort.signal });
      await log.read({ topics: ['t'], from: 'start', onEvents: going.onEvents });
      await log.append([sampleEvent('t', 'k', 0)]);
      await Promise.all([closed.until(count(1)), aborted.until(count(1))]);
      await reader.close();
      abort.abort();
      await log.append([sampleEvent('t', 'k', 1)]);
      await going.until(count(2));
      expect(numbers(closed.events)).toEqual([0]);
      expect(numbers(aborted.events)).toEqual([0]);
    }));
}
