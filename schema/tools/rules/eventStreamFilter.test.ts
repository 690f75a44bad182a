import { expect, test } from '@jest/globals';
import { eventStreamFilter } from './eventStreamFilter.ts';
import { leadEvent, leadStream } from './testing/leadEvent.ts';
import { reportsOf } from './testing/reportsOf.ts';

const reports = (filter: string) =>
  reportsOf(eventStreamFilter, {
    crm: {
      schema: leadStream(`topic: "lead.created", entity: "{ id: lead_id }", filter: "${filter}"`),
      events: leadEvent.replace('source: String!', 'source: String!\n  email: String @pii'),
    },
  });

test.each([
  'args.source == null || event.source == args.source',
  'event.owner_id == user.id',
  "{'A': 1, 'B': 2}[event['source']] >= 1",
])('accepts %s', (filter) => {
  expect(reports(filter)).toEqual([]);
});

test.each([
  ['event.source ==', 'The filter is not valid CEL: '],
  ['lead.source == null', 'The filter is not valid CEL: Unknown variable: lead'],
  ["'x' + event.source", 'The filter yields string. — write an expression that is true or false'],
  ['event.sourse == null', 'which the payload of "lead.created" does not have. — did you mean "source"?'],
  ["event['nothing'] == null", 'The filter reads event.nothing, which the payload of "lead.created" does not have.'],
  ["event.email == 'a@example.com'", 'The filter reads event.email, which is @pii. — personal data is masked here'],
  ['args.owner == null', 'The filter reads args.owner, which field leadCreated does not have. — use one of source'],
])('refuses %s', (filter, report) => {
  expect(reports(filter)).toEqual([expect.stringContaining(report)]);
});
