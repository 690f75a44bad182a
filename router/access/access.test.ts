import { describe, expect, test } from '@jest/globals';
import { Kind, parse } from 'graphql';
import type { Principal } from '#platform/identity/principal.ts';
import { apiSchemaOf } from '../supergraph/apiSchema.ts';
import { accessRules } from './accessRules.ts';
import { denialsOf, errorsOf } from './denials.ts';
import { permissionKey } from './permissionKey.ts';
import { noPolicies } from './policies.ts';
import { protectedFields } from './protectedFields.ts';

const supergraph = parse(`
  schema
    @link(url: "https://specs.apollo.dev/link/v1.0")
    @link(url: "https://specs.apollo.dev/join/v0.5", for: EXECUTION)
    @link(url: "https://specs.apollo.dev/authenticated/v0.1", for: SECURITY)
    @link(url: "https://specs.apollo.dev/requiresScopes/v0.1", import: [{ name: "@requiresScopes", as: "@needs" }], for: SECURITY)
    @link(url: "https://specs.apollo.dev/policy/v0.1", as: "rule", for: SECURITY)
  { query: Query mutation: Mutation }
  type Query { free: String me: User @authenticated users: [User!]! @needs(scopes: [["user:read"]])
    search: [Found!]! node: Node node2: Node open: Open secret: Secret salary: Salary policed: String @rule(policies: [["vip"]]) level: Level book: Book }
  type Mutation { change: User @needs(scopes: [["user:write", "user:read"], ["admin"]]) }
  interface Node { id: ID! note: String }
  type User implements Node @join__type(graph: A, key: "id") { id: ID! note: String @needs(scopes: [["note:read"]]) email: String @needs(scopes: [["pii"]])
    score: Int @join__field(graph: B, requires: "email address { street }") address: Address safe: Int @join__field(graph: B, requires: "id") }
  type Address { street: String @needs(scopes: [["address:read"]]) }
  type Open implements Node { id: ID! note: String }
  type Secret @needs(scopes: [["secret:read"]]) { name: String }
  union Found = Open | Secret
  scalar Salary @needs(scopes: [["salary:read"]])
  enum Level @authenticated { HIGH LOW }
  interface Media @join__type(graph: A, key: "id") @join__type(graph: B, key: "id", isInterfaceObject: true) { id: ID! rating: Int @needs(scopes: [["rating:read"]]) }
  type Book implements Media { id: ID! rating: Int }
`);

const rules = accessRules(supergraph);
const schema = apiSchemaOf(supergraph);

function principal(...scopes: string[]): Principal {
  return { tenantId: 't', tenantSlug: 't', userId: 'u', roles: [], scopes, attributes: {}, tokenExpiresAt: 0 };
}

function check(text: string, who: Principal | null) {
  const document = parse(text);
  const operation = document.definitions.find((each) => each.kind === Kind.OPERATION_DEFINITION);
  if (!operation) throw new Error('no operation');
  const fields = protectedFields(document, operation, rules);
  return errorsOf(denialsOf(fields, who, { policies: noPolicies, schema, variables: {} })).map(({ extensions }) =>
    [extensions.code, extensions.field, extensions.missingScopes ?? ''].filter(Boolean),
  );
}

describe('access rules', () => {
  test('leave free fields to everybody', () => {
    expect(check('{ free open { id note } __typename }', null)).toEqual([]);
  });

  test('refuse a protected field to strangers and to users without the scope, by its coordinate', () => {
    expect(check('{ me { id } users { id } }', null)).toEqual([
      ['UNAUTHENTICATED', 'Query.me'],
      ['UNAUTHENTICATED', 'Query.users'],
    ]);
    expect(check('{ me { id } u: users { id } }', principal())).toEqual([
      ['FORBIDDEN', 'Query.users', [['user:read']]],
    ]);
    expect(check('{ me { id } users { id } }', principal('user:read'))).toEqual([]);
  });

  test('accept any one alternative and name what each one lacks', () => {
    expect(check('mutation { change { id } }', principal('admin'))).toEqual([]);
    expect(check('mutation { change { id } }', principal('user:read'))).toEqual([
      ['FORBIDDEN', 'Mutation.change', [['user:write'], ['admin']]],
    ]);
  });

  test('see through aliases, inline fragments, named fragments and conditions', () => {
    const text = `query ($no: Boolean = false) { me { ...A } } fragment A on User { x: email ... @include(if: $no) { ... on User { note } } }`;
    expect(check(text, principal())).toEqual([
      ['FORBIDDEN', 'User.email', [['pii']]],
      ['FORBIDDEN', 'User.note', [['note:read']]],
    ]);
  });

  test('hold for a field chosen on an interface', () => {
    expect(check('{ node { id note } }', principal())).toEqual([['FORBIDDEN', 'Node.note', [['note:read']]]]);
    expect(check('{ node { ... on Open { note } } }', null)).toEqual([]);
    expect(check('{ search { ... on Node { note } } }', null)).toEqual([]);
  });

  test('hold for protected types, as a result, in a union and as a leaf', () => {
    expect(check('{ secret { __typename } }', principal())).toEqual([['FORBIDDEN', 'Query.secret', [['secret:read']]]]);
    expect(check('{ search { __typename ... on Open { id } } }', principal())).toEqual([]);
    expect(check('{ search { ... on Secret { name } } }', principal())).toEqual([
      ['FORBIDDEN', 'Secret', [['secret:read']]],
    ]);
    expect(check('{ salary }', principal())).toEqual([['FORBIDDEN', 'Query.salary', [['salary:read']]]]);
    expect(check('{ level }', null)).toEqual([['UNAUTHENTICATED', 'Query.level']]);
  });

  test('hold for fields that @requires fetches, and for fields of interface objects', () => {
    expect(check('{ me { score } }', principal('pii'))).toEqual([['FORBIDDEN', 'User.score', [['address:read']]]]);
    expect(check('{ me { safe score } }', principal('pii', 'address:read'))).toEqual([]);
    expect(check('{ book { rating } }', principal())).toEqual([['FORBIDDEN', 'Book.rating', [['rating:read']]]]);
  });

  test('keep closed what a policy protects', () => {
    expect(check('{ policed }', principal('user:read'))).toEqual([['FORBIDDEN', 'Query.policed', []]]);
  });

  test('tell principals apart by what rules can see', () => {
    const one = { ...principal('a', 'b'), attributes: { region: 'eu' } };
    expect(permissionKey(one)).toBe(permissionKey({ ...one, userId: 'other', scopes: ['b', 'a'] }));
    expect(permissionKey(one)).not.toBe(permissionKey({ ...one, tenantId: 'other' }));
    expect(permissionKey(one)).not.toBe(permissionKey({ ...one, attributes: { region: 'us' } }));
  });
});
