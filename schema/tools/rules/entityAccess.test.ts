import { expect, test } from '@jest/globals';
import { entityAccess } from './entityAccess.ts';
import { reportsOf } from './testing/reportsOf.ts';

test('accepts a protected entity, a stub and a type without key', () => {
  const schema = `type Lead @key(fields: "id") @authenticated { id: ID! name: String }
    type User @key(fields: "id", resolvable: false) { id: ID! }
    type Stage { name: String }`;
  expect(reportsOf(entityAccess, { crm: { schema } })).toEqual([]);
});

test("accepts fields added to another domain's entity that are protected one by one", () => {
  const schema = `type Customer @key(fields: "id") {
    id: ID!
    name: String @external
    orders: Int @requires(fields: "name") @authenticated
  }`;
  expect(reportsOf(entityAccess, { erp: { schema } })).toEqual([]);
});

test('names an entity that says nothing', () => {
  const schema = 'type Lead @key(fields: "id") {\n  id: ID!\n  name: String\n}';
  expect(reportsOf(entityAccess, { crm: { schema } })).toEqual([
    expect.stringMatching(/^crm\/schema.graphql:1:1: Entity Lead has no access rule. — add @authenticated/),
  ]);
});

test('names the one field that was forgotten', () => {
  const schema = 'type Lead @key(fields: "id") {\n  id: ID!\n  name: String @authenticated\n  email: String\n}';
  expect(reportsOf(entityAccess, { crm: { schema } })).toEqual([
    expect.stringMatching(/^crm\/schema.graphql:4:3: Lead.email has no access rule. — /),
  ]);
});
