import { expect, test } from '@jest/globals';
import { eventFieldTypes } from './eventFieldTypes.ts';
import { leadEvent } from './testing/leadEvent.ts';
import { reportsOf } from './testing/reportsOf.ts';

test('accepts scalars and lists of them', () => {
  const events = leadEvent.replace('source: String!', 'source: [Decimal!]!');
  expect(reportsOf(eventFieldTypes, { crm: { events } })).toEqual([]);
});

test('names a field of a type that does not travel', () => {
  const events = leadEvent.replace('source: String!', 'source: [LeadSource!]!');
  expect(reportsOf(eventFieldTypes, { crm: { events } })).toEqual([
    expect.stringMatching(
      /^crm\/events.graphql:5:11: LeadCreated.source has the type "LeadSource". — use one of ID, String/,
    ),
  ]);
});
