import { describe, expect, test } from '@jest/globals';
import type { LoggedEvent } from '#platform/event-log/eventLog.ts';
import { eventFilter } from './eventFilter.ts';
import { GroupIndex } from './groupIndex.ts';
import type { LiveGroup } from './liveGroup.ts';

const eventWith = (payload: Record<string, unknown>) => ({ payload }) as unknown as LoggedEvent;
const groupOf = (demand?: LiveGroup['demand']) => ({ demand }) as LiveGroup;

describe('a filter says where to look', () => {
  test.each([
    'event.name == args.wanted',
    'args.wanted == event.name',
    'args.wanted == null || event.name == args.wanted',
    'event.level > 3 && event.name == args.wanted',
    '(args.wanted == null || event.name == args.wanted) && user.id == event.user_id',
  ])('%s', (expression) => {
    expect(eventFilter(expression, 'x').route).toEqual({ argument: 'wanted', eventField: 'name' });
  });

  test.each([
    undefined,
    'event.name != args.wanted',
    'event.name >= args.wanted',
    '!(event.name == args.wanted)',
    'event.name == event.other',
    'event.name == "a"',
    'event.name == args.wanted || event.level > 3',
    'args.other == null || event.name == args.wanted',
    'event.name == args.wanted || args.wanted == null || event.level > 3',
    'event.inner.name == args.wanted',
    'event.level > 3 ? event.name == args.wanted : true',
  ])('or nothing: %s', (expression) => {
    expect(eventFilter(expression, 'x').route).toBeUndefined();
  });
});

describe('groups of a tenant', () => {
  const index = new GroupIndex();
  const [all, a, alsoA, b, otherField] = [
    groupOf(),
    groupOf({ eventField: 'name', value: 'a' }),
    groupOf({ eventField: 'name', value: 'a' }),
    groupOf({ eventField: 'name', value: 'b' }),
    groupOf({ eventField: 'level', value: 'a' }),
  ] as const;
  for (const [key, group] of Object.entries({ all, a, alsoA, b, otherField })) index.set(key, group);

  test('are found by the value that they demand', () => {
    expect(new Set(index.concernedBy(eventWith({ name: 'a', level: 'x' })))).toEqual(new Set([all, a, alsoA]));
    expect(new Set(index.concernedBy(eventWith({ name: 'b', level: 'a' })))).toEqual(new Set([all, b, otherField]));
  });

  test('are all asked where the event has no text to go by', () => {
    expect(new Set(index.concernedBy(eventWith({ name: 1, level: 'x' })))).toEqual(new Set([all, a, alsoA, b]));
    expect(new Set(index.concernedBy(eventWith({})))).toEqual(new Set([all, a, alsoA, b, otherField]));
  });

  test('are found no more once they are gone', () => {
    for (const key of ['all', 'a', 'b', 'b', 'nobody']) index.delete(key);
    expect(index.size).toBe(2);
    expect([...index]).toEqual([alsoA, otherField]);
    expect(index.concernedBy(eventWith({ name: 'a', level: 'x' }))).toEqual([alsoA]);
    expect(index.concernedBy(eventWith({ name: 'b', level: 'x' }))).toEqual([]);
  });
});
