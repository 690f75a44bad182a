import { expect, test } from '@jest/globals';
import { eventKey } from './eventKey.ts';
import { leadEvent } from './testing/leadEvent.ts';
import { reportsOf } from './testing/reportsOf.ts';

const reports = (key: string, events = leadEvent) =>
  reportsOf(eventKey, { crm: { events: events.replace('key: "lead_id"', `key: "${key}"`) } });

test('accepts a field that is always there', () => {
  expect(reports('tenant_id')).toEqual([]);
});

test('names a key that is no field', () => {
  expect(reports('lead_ids')).toEqual([
    'crm/events.graphql:1:71: The key "lead_ids" is no field of LeadCreated. — did you mean "lead_id"?',
  ]);
});

test.each([
  ['owner_id', leadEvent, '4:3'],
  ['source', leadEvent.replace('source: String!', 'source: [String!]!'), '5:3'],
])('refuses %s, which is not one value', (key, events, place) => {
  expect(reports(key, events)).toEqual([
    `crm/events.graphql:${place}: The key LeadCreated.${key} may be null or is a list. — make it a single non-null value`,
  ]);
});
