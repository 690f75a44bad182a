import { expect, test } from '@jest/globals';
import { knownDirectives } from './knownDirectives.ts';
import { reportsOf } from './testing/reportsOf.ts';

test('accepts directives of GraphQL, of federation, ours, and own ones', () => {
  const schema = `directive @audited on FIELD_DEFINITION
    type Query { a: String @deprecated b: String @authenticated c: String @pii d: String @audited }`;
  expect(reportsOf(knownDirectives, { crm: { schema } })).toEqual([]);
});

test('names a misspelt directive and the one that was meant', () => {
  const schema = 'type Query { a: String @authentikated }';
  expect(reportsOf(knownDirectives, { crm: { schema } })).toEqual([
    'crm/schema.graphql:1:24: Unknown directive "@authentikated" in subgraph "crm". — did you mean "authenticated"?',
  ]);
});
