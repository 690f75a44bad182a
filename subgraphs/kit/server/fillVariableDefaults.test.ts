import { describe, expect, test } from '@jest/globals';
import { buildSchema, parse } from 'graphql';
import { fillVariableDefaults } from './fillVariableDefaults.ts';

const schema = buildSchema(`
  type Query { find(sort: Sort, all: [Sort!], tree: Tree, plain: Plain, first: Int! = 5): Int }
  input Sort { field: String!, direction: Direction! = DESC, note: String }
  input Tree { name: String! = "leaf", children: [Tree!] }
  input Plain { text: String! }
  enum Direction { ASC DESC }`);

describe('defaults of what a request leaves out', () => {
  test.each([
    ['($sort: Sort)', { sort: { field: 'a' } }, { sort: { field: 'a', direction: 'DESC' } }],
    ['($sort: Sort)', { sort: { field: 'a', direction: 'ASC' } }, { sort: { field: 'a', direction: 'ASC' } }],
    ['($sort: Sort)', { sort: null }, { sort: null }],
    ['($sort: Sort)', {}, {}],
    ['($all: [Sort!])', { all: [{ field: 'a' }] }, { all: [{ field: 'a', direction: 'DESC' }] }],
    ['($tree: Tree)', { tree: { children: [{}] } }, { tree: { name: 'leaf', children: [{ name: 'leaf' }] } }],
    ['($first: Int! = 7)', {}, { first: 7 }],
    ['($first: Int! = 7)', { first: 9 }, { first: 9 }],
  ])('%s with %j becomes %j', (variables, given, filled) => {
    expect(fillVariableDefaults(schema, parse(`query ${variables} { __typename }`), given)).toEqual(filled);
  });

  test('what is wrong stays wrong, for the executor to refuse', () => {
    const document = parse('query ($sort: Sort) { __typename }');
    expect(fillVariableDefaults(schema, document, { sort: 'text' })).toEqual({ sort: 'text' });
    expect(fillVariableDefaults(schema, document, { sort: { field: 'a', direction: null } })).toEqual({
      sort: { field: 'a', direction: null },
    });
  });

  test('a document without such defaults costs nothing', () => {
    expect(fillVariableDefaults(schema, parse('query ($plain: Plain) { __typename }'), { plain: {} })).toBeUndefined();
    expect(fillVariableDefaults(schema, parse('{ __typename }'), {})).toBeUndefined();
  });
});
