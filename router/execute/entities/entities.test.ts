import { describe, expect, test } from '@jest/globals';
import { parse } from 'graphql';
import type { RequiresSelection } from '../../plan/planNodes.ts';
import { typeRelationsOf } from '../../supergraph/typeRelations.ts';
import { mergeObjects } from '../merge/mergeObjects.ts';
import { compileWalker, pathsOf } from './flattenPath.ts';
import { compileRepresentation } from './representation.ts';
import { compileRewrites } from './rewrites.ts';

const types = typeRelationsOf(
  parse('interface Media { id: ID } type Book implements Media { id: ID } type Film implements Media { id: ID }'),
);
const field = (name: string, alias?: string): RequiresSelection => ({ kind: 'Field', name, ...(alias && { alias }) });
const on = (typeCondition: string, ...selections: RequiresSelection[]): RequiresSelection => ({
  kind: 'InlineFragment',
  typeCondition,
  selections: [field('__typename'), ...selections],
});

describe('representations', () => {
  const write = compileRepresentation(
    [on('Book', field('id'), { kind: 'Field', name: 'size', selections: [field('width'), field('unit')] })],
    undefined,
    types,
  );

  test('hold what is required, nulls and nested objects included', () => {
    expect(write({ __typename: 'Book', id: '1', size: { width: 2, unit: null, depth: 9 }, other: 1 })).toBe(
      '{"__typename":"Book","id":"1","size":{"width":2,"unit":null}}',
    );
    expect(write({ __typename: 'Book', id: '1', size: [null, { width: 2, unit: 'é"' }] })).toBe(
      '{"__typename":"Book","id":"1","size":[null,{"width":2,"unit":"é\\""}]}',
    );
  });

  test('are not made of other types or with a required field missing', () => {
    expect(write({ __typename: 'Film', id: '1', size: null })).toBeUndefined();
    expect(write({ __typename: 'Book', id: '1' })).toBeUndefined();
    expect(write({ __typename: 'Book', id: '1', size: { width: 1 } })).toBeUndefined();
  });

  test('go to an interface object under its name, and read aliased fields under their own', () => {
    const rewrites = [
      { ValueSetter: { path: [{ TypenameEquals: ['Media'] }, { Key: '__typename' }], setValueTo: 'Media' } },
    ];
    const toInterface = compileRepresentation([on('Media', field('_alias_0', 'rate'))], rewrites, types);
    expect(toInterface({ __typename: 'Book', _alias_0: 3, rate: 4 })).toBe('{"__typename":"Media","rate":3}');
    expect(toInterface({ __typename: 'Film', rate: 4 })).toBe('{"__typename":"Media","rate":4}');
  });

  test('pass through any other rewrite', () => {
    const rewrites = [
      { KeyRenamer: { path: [{ TypenameEquals: ['Book'] }, { Key: 'rate__alias_0' }], renameKeyTo: 'rate' } },
    ];
    const renamed = compileRepresentation([on('Book', field('rate__alias_0'))], rewrites, types);
    expect(renamed({ __typename: 'Book', rate__alias_0: 3 })).toBe('{"__typename":"Book","rate":3}');
  });
});

test('output rewrites rename keys within lists, for the types they name', () => {
  const rewrite = compileRewrites(
    [{ KeyRenamer: { path: [{ Key: 'media' }, { TypenameEquals: ['Book'] }, { Key: 'a_0' }], renameKeyTo: 'a' } }],
    types,
  );
  const data = { media: [{ __typename: 'Book', a_0: 1 }, null, { __typename: 'Film', a_0: 2 }] };
  rewrite?.(data);
  expect(data).toEqual({ media: [{ __typename: 'Book', a: 1 }, null, { __typename: 'Film', a_0: 2 }] });
});

test('a path finds its objects through lists, nulls and type conditions, and tells where they are', () => {
  const book = { __typename: 'Book' };
  const untyped = {};
  const data = { rows: [{ media: [book, null, { __typename: 'Film' }] }, null, { media: [untyped] }] };
  const path = [{ Field: 'rows' }, '@' as const, { Field: 'media' }, '@' as const, { TypeCondition: ['Book'] }];
  const found: object[] = [];
  compileWalker(path, types)(data, (object) => found.push(object));
  expect(found).toEqual([book, untyped]);
  expect(pathsOf(data, path, new Set([book, untyped]))).toEqual([
    ['rows', 0, 'media', 0],
    ['rows', 2, 'media', 0],
  ]);
});

test('merging keeps what is known, joins lists by position, and prefers the name of an object type', () => {
  const known = { __typename: 'Media', a: 1, list: [{ x: 1 }, null], nested: { x: 1 } };
  mergeObjects(known, { __typename: 'Book', a: null, list: [{ y: 2 }, { y: 3 }], nested: { y: 2 }, b: null }, types);
  expect(known).toEqual({
    __typename: 'Book',
    a: 1,
    list: [{ x: 1, y: 2 }, { y: 3 }],
    nested: { x: 1, y: 2 },
    b: null,
  });
  mergeObjects(known, { __typename: 'Media' }, types);
  expect(known.__typename).toBe('Book');
});
