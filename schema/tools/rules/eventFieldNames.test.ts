import { expect, test } from '@jest/globals';
import { eventFieldNames } from './eventFieldNames.ts';
import { leadEvent } from './testing/leadEvent.ts';
import { reportsOf } from './testing/reportsOf.ts';

test('accepts snake_case', () => {
  expect(reportsOf(eventFieldNames, { crm: { events: leadEvent } })).toEqual([]);
});

test('names a field in another case and its right name', () => {
  const events = leadEvent.replace('owner_id', 'ownerId');
  expect(reportsOf(eventFieldNames, { crm: { events } })).toEqual([
    'crm/events.graphql:4:3: LeadCreated.ownerId is not snake_case. — rename it to "owner_id"',
  ]);
});
