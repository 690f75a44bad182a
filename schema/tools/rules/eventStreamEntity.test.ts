import { expect, test } from '@jest/globals';
import { eventStreamEntity } from './eventStreamEntity.ts';
import { leadEvent, leadStream } from './testing/leadEvent.ts';
import { reportsOf } from './testing/reportsOf.ts';

const reports = (entity: string) =>
  reportsOf(eventStreamEntity, {
    crm: {
      schema: leadStream(`topic: "lead.created", entity: "${entity}"`),
      events: leadEvent.replace('source: String!', 'source: String!\n  email: String! @pii'),
    },
  });

test('accepts a key from the payload, with further fields', () => {
  expect(reports('{ id: lead_id source }')).toEqual([]);
});

test.each([
  ['{ id: lead }', 'The payload of "lead.created" has no field "lead". — use one of its fields: lead_id, tenant_id'],
  ['{ id: lead_idd }', 'The payload of "lead.created" has no field "lead_idd". — did you mean "lead_id"?'],
  ['{ key: lead_id }', 'Lead has no field "key". — select one of its keys: { id }'],
  ['{ source }', 'The selection names no whole key of Lead. — select one of its keys: { id }'],
  ['{ id: owner_id }', 'The key of Lead comes from "owner_id" of "lead.created", which may be null. — make owner_id'],
  ['{ id: email }', 'The entity comes from "email", which is @pii. — select an identifier'],
  ['id: lead_id', '"id: lead_id" is no selection. — write it as "{ id: payload_field }"'],
])('refuses %s', (entity, report) => {
  expect(reports(entity)).toEqual([expect.stringContaining(report)]);
});

test('takes any one of several keys, nested ones too', () => {
  const schema = `type Seat @key(fields: "id") @key(fields: "room { id } row") { id: ID! row: Int room: Room }
    type Room { id: ID! }
    type Subscription { seat: Seat! @eventStream(topic: "seat.taken", entity: "{ room { id: room_id } row }") }`;
  const events = `type SeatTaken @event(topic: "seat.taken", version: "1.0.0", key: "room_id") {
    room_id: ID! row: Int! tenant_id: ID! }`;
  expect(reportsOf(eventStreamEntity, { crm: { schema, events } })).toEqual([]);
});
