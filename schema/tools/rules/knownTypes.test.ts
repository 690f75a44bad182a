import { expect, test } from '@jest/globals';
import { knownTypes } from './knownTypes.ts';
import { reportsOf } from './testing/reportsOf.ts';

test('accepts own, shared and built-in types', () => {
  const schema = 'type Query { lead: Lead page: PageInfo } type Lead { id: ID! at: DateTime }';
  expect(reportsOf(knownTypes, { crm: { schema } })).toEqual([]);
});

test('names a misspelt type and the one that was meant', () => {
  const schema = 'type Query {\n  lead: Laed\n}\ntype Lead { id: ID! }';
  expect(reportsOf(knownTypes, { crm: { schema } })).toEqual([
    'crm/schema.graphql:2:9: Unknown type "Laed" in subgraph "crm". — did you mean "Lead"?',
  ]);
});

test("shows how to refer to another domain's entity", () => {
  const [report] = reportsOf(knownTypes, {
    crm: { schema: 'type Query { me: Employee }' },
    tenant: { schema: 'type Query { x: Employee } type Employee @key(fields: "id") { id: ID! }' },
  });
  expect(report).toContain('crm/schema.graphql:1:18: Unknown type "Employee"');
  expect(report).toContain('type Employee @key(fields: "id", resolvable: false) { id: ID! }');
});
