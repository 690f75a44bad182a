import { expect, test } from '@jest/globals';
import { rootFieldAccess } from './rootFieldAccess.ts';
import { reportsOf } from './testing/reportsOf.ts';

test('accepts protected and public fields', () => {
  const schema = `type Query { a: Int @authenticated b: Int @requiresScopes(scopes: [["crm:read"]]) }
    type Mutation { c: Int @tag(name: "public") }`;
  expect(reportsOf(rootFieldAccess, { crm: { schema } })).toEqual([]);
});

test.each(['Query', 'Mutation', 'Subscription'])('names an open field of %s', (root) => {
  const schema = `extend type ${root} {\n  secrets: Int @tag(name: "partner")\n}`;
  expect(reportsOf(rootFieldAccess, { crm: { schema } })).toEqual([
    expect.stringMatching(`^crm/schema.graphql:2:3: ${root}.secrets has no access rule. — add @authenticated`),
  ]);
});
