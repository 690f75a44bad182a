import { once } from 'node:events';
import { expect, test } from '@jest/globals';
import { count, createCollector } from './collector.ts';
import { withLogs } from './contractLogs.ts';
import type { LogUnderTest } from './logUnderTest.ts';
import { range, sampleEvents, sortedNumbers } from './sampleEvents.ts';
import { startMember } from './startMember.ts';

/** What holds for the members of one group among each other. */
export function memberContract(makeLog: () => Promise<LogUnderTest>): void {
  test('share the partitions: each event goes to one of them, and both get some', () =>
    withLogs(makeLog, async ({ open }) => {
      const logs = await Promise.all([open(), open()]);
      const all = createCollector();
      const got = [0, 0];
      for (const [i, log] of logs.entries()) {
        await log.consume({
          group: 'g',
          topics: ['t'],
          onEvents(events) {
            got[i]! += events.length;
            return all.onEvents(events);
          },
        });
      }
      let appended = 0;
      do {
        await logs[0]!.append(sampleEvents('t', 40, { keys: 40, first: appended }));
        appended += 40;
        await all.until(count(appended));
      } while (got.includes(0));
      expect(sortedNumbers(all.events)).toEqual(range(appended));
    }));

  test('also within one process', () =>
    withLogs(makeLog, async ({ open }) => {
      const log = await open();
      const all = createCollector();
      const got = [0, 0];
      for (const i of [0, 1]) {
        await log.consume({
          group: 'g',
          topics: ['t'],
          onEvents(events) {
            got[i]! += events.length;
            return all.onEvents(events);
          },
        });
      }
      let appended = 0;
      do {
        await log.append(sampleEvents('t', 40, { keys: 40, first: appended }));
        appended += 40;
        await all.until(count(appended));
      } while (got.includes(0));
      expect(sortedNumbers(all.events)).toEqual(range(appended));
    }));

  test('take over from one that leaves, without losing or repeating anything', () =>
    withLogs(makeLog, async ({ open }) => {
      const logs = await Promise.all([open(), open()]);
      const all = createCollector();
      const consumers = [];
      for (const log of logs) consumers.push(await log.consume({ group: 'g', topics: ['t'], onEvents: all.onEvents }));
      await logs[1]!.append(sampleEvents('t', 200, { keys: 20 }));
      await all.until(count(50));
      await consumers[0]!.close();
      await logs[1]!.append(sampleEvents('t', 200, { keys: 20, first: 200 }));
      await all.until(count(400));
      expect(sortedNumbers(all.events)).toEqual(range(400));
    }));

  test('take over from a process that is killed in the middle of its work, without loss', () =>
    withLogs(makeLog, async ({ open, opener }) => {
      const log = await open();
      const member = startMember(opener, 'g', 't', '3');
      await member.said('joined');
      await log.append(sampleEvents('t', 3));
      await member.said('2');
      await log.append(sampleEvents('t', 3, { first: 3 }));
      // It has got events that it will never finish.
      await member.said('3');
      const { events, onEvents, until } = createCollector();
      await log.consume({ group: 'g', topics: ['t'], onEvents });
      const killed = once(member.child, 'exit');
      member.child.kill('SIGKILL');
      await killed;
      await until((some) => range(3, 3).every((n) => some.some(({ payload }) => payload.n === n)));
      const seen = new Set([...member.lines.filter((line) => line !== 'joined').map(Number), ...sortedNumbers(events)]);
      expect([...seen].sort()).toEqual(range(6));
    }));

  test('of which one consumes another topic leave its partitions to those who want them', () =>
    withLogs(makeLog, async ({ open }) => {
      const logs = await Promise.all([open(), open()]);
      const [t, u] = [createCollector(), createCollector()];
      await logs[0]!.consume({ group: 'g', topics: ['t'], onEvents: t.onEvents });
      await logs[1]!.consume({ group: 'g', topics: ['u'], onEvents: u.onEvents });
      await logs[0]!.append([...sampleEvents('t', 40, { keys: 40 }), ...sampleEvents('u', 40, { keys: 40 })]);
      await Promise.all([t.until(count(40)), u.until(count(40))]);
      expect(new Set(t.events.map((event) => event.topic))).toEqual(new Set(['t']));
      expect(new Set(u.events.map((event) => event.topic))).toEqual(new Set(['u']));
    }));
}
