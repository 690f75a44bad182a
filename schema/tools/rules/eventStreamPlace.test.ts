import { expect, test } from '@jest/globals';
import { eventStreamPlace } from './eventStreamPlace.ts';
import { leadEvent, leadStream } from './testing/leadEvent.ts';
import { reportsOf } from './testing/reportsOf.ts';

test('accepts a subscription field that yields an entity', () => {
  const schema = leadStream('topic: "lead.created", entity: "{ id: lead_id }"');
  expect(reportsOf(eventStreamPlace, { crm: { schema, events: leadEvent } })).toEqual([]);
});

test('refuses a query field', () => {
  const schema = 'type Query { lead: String @eventStream(topic: "lead.created", entity: "{ id }") }';
  expect(reportsOf(eventStreamPlace, { crm: { schema } })).toEqual([
    'crm/schema.graphql:1:27: @eventStream on Query.lead. — move the field to type Subscription',
  ]);
});

test('refuses a type that nobody can load', () => {
  const schema =
    'type Note { id: ID }\ntype Subscription { note: Note! @eventStream(topic: "lead.created", entity: "{ id }") }';
  expect(reportsOf(eventStreamPlace, { crm: { schema } })).toEqual([
    'crm/schema.graphql:2:27: Subscription.note is fed by events but yields no entity. — give type Note a @key',
  ]);
});
