import { expect, test } from '@jest/globals';
import { eventStreamTopic } from './eventStreamTopic.ts';
import { leadEvent, leadStream } from './testing/leadEvent.ts';
import { reportsOf } from './testing/reportsOf.ts';

test('accepts a topic of another domain', () => {
  const schema = leadStream('topic: "lead.created", entity: "{ id: lead_id }"');
  expect(reportsOf(eventStreamTopic, { erp: { schema }, crm: { events: leadEvent } })).toEqual([]);
});

test('names a topic that no event declares', () => {
  const schema = leadStream('topic: "lead.craeted", entity: "{ id: lead_id }"');
  expect(reportsOf(eventStreamTopic, { crm: { schema, events: leadEvent } })).toEqual([
    'crm/schema.graphql:3:58: No event declares the topic "lead.craeted". — did you mean "lead.created"?',
  ]);
});
