import { expect, test } from '@jest/globals';
import { eventPersonalData } from './eventPersonalData.ts';
import { leadEvent } from './testing/leadEvent.ts';
import { reportsOf } from './testing/reportsOf.ts';

const reports = (events: string) => reportsOf(eventPersonalData, { crm: { events } });

test('accepts texts that may be null', () => {
  expect(reports(leadEvent.replace('source: String!', 'source: String! @pii\n  email: String @pii'))).toEqual([]);
});

test('refuses what cannot travel as one encrypted text', () => {
  expect(reports(leadEvent.replace('source: String!', 'born_at: DateTime! @pii'))).toEqual([
    'crm/events.graphql:5:12: LeadCreated.born_at is @pii and not a String. — make it a String, one per field',
  ]);
  expect(reports(leadEvent.replace('source: String!', 'names: [String!]! @pii'))).toHaveLength(1);
});

test('refuses a key that would differ each time', () => {
  const events = leadEvent
    .replace('key: "lead_id"', 'key: "source"')
    .replace('source: String!', 'source: String! @pii');
  expect(reports(events)).toEqual([
    expect.stringContaining('LeadCreated is keyed by source, which is @pii. — key it by an identifier'),
  ]);
});
