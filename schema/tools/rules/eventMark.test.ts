import { expect, test } from '@jest/globals';
import { eventMark } from './eventMark.ts';
import { leadEvent } from './testing/leadEvent.ts';
import { reportsOf } from './testing/reportsOf.ts';

test('accepts a marked event', () => {
  expect(reportsOf(eventMark, { crm: { events: leadEvent } })).toEqual([]);
});

test('names a type without mark', () => {
  expect(reportsOf(eventMark, { crm: { events: 'type Address { street: String! }' } })).toEqual([
    expect.stringMatching(/^crm\/events.graphql:1:1: Address carries no @event. — add @event/),
  ]);
});
