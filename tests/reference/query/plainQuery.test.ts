import { expect, test } from '@jest/globals';
import { buildSchema } from 'graphql';
import { plainQuery } from './plainQuery.ts';

const schema = buildSchema(`
  type Query { cat: Cat pet: Pet }
  interface Pet { id: ID name(short: Boolean): String }
  type Cat implements Pet { id: ID name(short: Boolean): String }
  type Dog implements Pet { id: ID name(short: Boolean): String }
  type Fault { text: String }
  union CatResult = Cat | Fault
  union DogResult = Dog | Fault`);

const plain = (query: string, variables = {}) =>
  plainQuery(schema, { query, variables }).query.replace(/\s+/g, ' ').trim();

test('decides conditions and drops what nothing uses any more', () => {
  const query = `query Q($yes: Boolean!, $no: Boolean = false, $short: Boolean) {
    a: cat @skip(if: $yes) { id }
    cat { id @include(if: $no) name(short: $short) @include(if: $no) id @skip(if: $no) }
  }`;
  expect(plain(query, { yes: true })).toBe('query Q { cat { id } }');
});

test('puts fragments in their place, and drops those that cannot apply', () => {
  const query = `{
    cat { ... on CatResult { ... on Cat { id } ... on Fault { text } } ... on DogResult { ... on Dog { name } } ...Named }
    pet { ... on Cat { ... on CatResult { __typename } } }
  }
  fragment Named on Pet { name }`;
  expect(plain(query)).toBe('{ cat { id name } pet { ... on Cat { __typename } } }');
});
