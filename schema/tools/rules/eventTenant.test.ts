import { expect, test } from '@jest/globals';
import { eventTenant } from './eventTenant.ts';
import { leadEvent } from './testing/leadEvent.ts';
import { reportsOf } from './testing/reportsOf.ts';

test('accepts an event that names its tenant', () => {
  expect(reportsOf(eventTenant, { crm: { events: leadEvent } })).toEqual([]);
});

test.each([
  ['  tenant_id: ID!\n', '', '1:1'],
  ['tenant_id: ID!', 'tenant_id: ID', '3:3'],
  ['tenant_id: ID!', 'tenant_id: String!', '3:3'],
])('refuses one where "%s" is "%s"', (from, to, place) => {
  expect(reportsOf(eventTenant, { crm: { events: leadEvent.replace(from, to) } })).toEqual([
    `crm/events.graphql:${place}: LeadCreated does not name its tenant. — give it the field "tenant_id: ID!"`,
  ]);
});
