import { expect, test } from '@jest/globals';
import { eventTypeNames } from './eventTypeNames.ts';
import { leadEvent } from './testing/leadEvent.ts';
import { reportsOf } from './testing/reportsOf.ts';

test('accepts different names', () => {
  const events = leadEvent.replace('LeadCreated', 'LeadMade');
  expect(reportsOf(eventTypeNames, { crm: { events: leadEvent }, erp: { events } })).toEqual([]);
});

test('names the second type of a name', () => {
  expect(reportsOf(eventTypeNames, { crm: { events: leadEvent }, erp: { events: leadEvent } })).toEqual([
    'erp/events.graphql:1:6: The event type LeadCreated already exists in crm. — choose another name',
  ]);
});
