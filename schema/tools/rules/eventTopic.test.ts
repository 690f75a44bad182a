import { expect, test } from '@jest/globals';
import { eventTopic } from './eventTopic.ts';
import { leadEvent } from './testing/leadEvent.ts';
import { reportsOf } from './testing/reportsOf.ts';

test('accepts different topics', () => {
  const events = leadEvent.replace('lead.created', 'lead.created.again');
  expect(reportsOf(eventTopic, { crm: { events: leadEvent }, erp: { events } })).toEqual([]);
});

test('names the second use of a topic and its owner', () => {
  expect(reportsOf(eventTopic, { crm: { events: leadEvent }, erp: { events: leadEvent } })).toEqual([
    'erp/events.graphql:1:32: The topic "lead.created" already belongs to LeadCreated of crm. — choose another topic',
  ]);
});

test.each(['lead', 'Lead.created', 'lead_created', 'lead..created', ''])('refuses "%s"', (topic) => {
  const events = leadEvent.replace('lead.created', topic);
  expect(reportsOf(eventTopic, { crm: { events } })).toEqual([
    `crm/events.graphql:1:32: "${topic}" is no topic. — write lower-case words joined by dots, e.g. "order.received"`,
  ]);
});
