import { describe, expect, test } from '@jest/globals';
import { getOperationAST, parse } from 'graphql';
import { costModel } from './costDirectives.ts';
import { costWith, operationCost } from './operationCost.ts';

const model = costModel(
  parse(`
  schema @link(url: "https://specs.apollo.dev/cost/v0.1", import: [{ name: "@cost", as: "@price" }, "@listSize"]) { query: Query mutation: Mutation }
  type Query {
    name: String
    me: User
    users: [User!]!
    few: [User] @listSize(assumedSize: 3)
    top(first: Int = 5, last: Int): [User] @listSize(slicingArguments: ["first", "last"])
    search(input: Search): [User] @listSize(slicingArguments: ["input.first"], assumedSize: 7)
    page(first: Int): Page @listSize(slicingArguments: ["first"], sizedFields: ["items"])
    relay(first: Int = 20, last: Int, after: String): UserConnection!
    dear: String @price(weight: 50)
    argued(much: Int @price(weight: 4)): String
    node: Node
    either: Either
    report: Report
    matrix: [[Cell]]
  }
  type Mutation { touch: User }
  input Search { first: Int }
  type User { id: ID! friends: [User!]! best: User heavy: Heavy }
  type Page { items: [User] total: Total }
  type Total { count: Int }
  type UserConnection { edges: [UserEdge!]! pageInfo: PageInfo! totalCount: Int }
  type UserEdge { node: User! cursor: String }
  type PageInfo { hasNextPage: Boolean }
  interface Node { id: ID! }
  type Small implements Node { id: ID! }
  type Large implements Node @price(weight: 9) { id: ID! more: [Small] }
  union Either = Small | Large
  type Report @price(weight: 30) { id: ID! }
  scalar Heavy @price(weight: 2)
  type Cell { v: Int }
`),
);

function cost(text: string, variables: Record<string, unknown> = {}): number {
  const document = parse(text);
  return costWith(operationCost(document, getOperationAST(document)!, model, 10), variables);
}

describe('cost of an operation', () => {
  test.each([
    ['{ name }', 0],
    ['{ __typename __schema { types { name fields { name } } } }', 0],
    ['{ me { id } }', 1],
    ['{ me { best { id } } }', 2],
    ['{ me { heavy } }', 3],
    ['mutation { touch { id } }', 11],
    ['{ dear }', 50],
    ['{ argued(much: 1) }', 4],
    ['{ report { id } }', 30],
    ['{ a: me { id } b: me { id } }', 2],
    ['{ me { ...F } x: me { ...F } } fragment F on User { best { id } }', 4],
    ['{ me @skip(if: true) { id } }', 1],
  ])('%s is %i', (text, expected) => {
    expect(cost(text)).toBe(expected);
  });

  test.each([
    ['a list of which nothing is known', '{ users { id } }', 10],
    ['lists within lists', '{ users { friends { friends { id } } } }', 10 + 100 + 1000],
    ['an assumed size', '{ few { best { id } } }', 6],
    ['a slicing argument', '{ top(first: 2) { id } }', 2],
    ['its default', '{ top { id } }', 5],
    ['the larger of two', '{ top(first: 2, last: 8) { id } }', 8],
    ['an argument within an input', '{ search(input: { first: 4 }) { id } }', 4],
    ['no such argument', '{ search { id } }', 7],
    ['sized fields, and others', '{ page(first: 6) { items { id } total { count } } }', 1 + 6 + 1],
    ['a Relay connection', '{ relay(first: 3) { edges { node { id } } pageInfo { hasNextPage } } }', 1 + 3 + 3 + 1],
    ['its default', '{ relay { edges { node { id } } } }', 1 + 20 + 20],
    ['a list of lists', '{ matrix { v } }', 10],
    ['a negative size', '{ top(first: -5) { id } }', 0],
  ])('lists: %s', (_what, text, expected) => {
    expect(cost(text)).toBe(expected);
  });

  test.each([
    ['the dearest type behind an interface', '{ node { id } }', 9],
    ['all fragments on it', '{ node { ... on Large { more { id } } } }', 9 + 10],
    ['a union', '{ either { ... on Small { id } ... on Large { more { id } } } }', 9 + 10],
  ])('types: %s', (_what, text, expected) => {
    expect(cost(text)).toBe(expected);
  });

  test('variables count with their values, defaults, or as unknown', () => {
    const text =
      'query ($n: Int = 4, $m: Int) { top(first: $n) { best { id } } relay(first: $m) { edges { cursor } } }';
    expect(cost(text, { n: 100, m: 50 })).toBe(200 + 1 + 50);
    expect(cost(text)).toBe(8 + 1 + 10);
    expect(cost(text, { n: 'many', m: null })).toBe(20 + 1 + 10);
    expect(cost('query ($i: Search) { search(input: $i) { id } }', { i: { first: 90 } })).toBe(90);
    expect(cost('query ($f: Int) { search(input: { first: $f }) { id } }', { f: 80 })).toBe(80);
  });

  test('an operation without variable sizes has a number, so that nothing is computed for its next request', () => {
    const document = parse('query ($id: ID) { users { friends { id } } }');
    expect(operationCost(document, getOperationAST(document)!, model, 10)).toBe(110);
  });
});
