import { describe, expect, test } from '@jest/globals';
import { parse } from 'graphql';
import { entityKeysOf } from '../supergraph/entityKeys.ts';
import { typeRelationsOf } from '../supergraph/typeRelations.ts';
import { createPlanMender } from './mendPlan.ts';
import type { FetchNode, RequiresSelection } from './planNodes.ts';

const supergraph = parse(`
  enum join__Graph { LIBRARY @join__graph(name: "library", url: "") RATINGS @join__graph(name: "ratings", url: "") }
  interface Media
    @join__type(graph: LIBRARY, key: "id") @join__type(graph: RATINGS, key: "id", isInterfaceObject: true) { id: ID }
  type Book implements Media @join__type(graph: LIBRARY, key: "id") { id: ID title: String }
  type Comic implements Media @join__type(graph: LIBRARY, key: "id") { id: ID title: String }
  type Shelf @join__type(graph: LIBRARY, key: "room number") { room: ID number: Int }
`);
const { isKeyed, mended } = createPlanMender(entityKeysOf(supergraph), typeRelationsOf(supergraph));

const on = (typeCondition: string, ...names: string[]): RequiresSelection => ({
  kind: 'InlineFragment',
  typeCondition,
  selections: ['__typename', ...names].map((name) => ({ kind: 'Field', name })),
});
const fetch = (serviceName: string, ...requires: RequiresSelection[]): FetchNode => ({
  kind: 'Fetch',
  serviceName,
  operation: 'query($representations:[_Any!]!){_entities(representations:$representations){...on Media{a}}}',
  requires,
});
const named = {
  ValueSetter: { path: [{ TypenameEquals: ['Media'] }, { Key: '__typename' }], setValueTo: 'Media' },
};

test('a key is whole or none', () => {
  expect(isKeyed('library', on('Shelf', 'room'))).toBe(false);
  expect(isKeyed('library', on('Shelf', 'room', 'number'))).toBe(true);
  expect(isKeyed('ratings', on('Book', 'title'))).toBe(false);
  expect(isKeyed('ratings', on('Book', 'id'))).toBe(true);
  expect(isKeyed('elsewhere', on('Book', 'title'))).toBe(true);
});

describe('a fetch', () => {
  test('takes only objects that it has a key of', () => {
    expect(mended(fetch('ratings', on('Comic', 'id'), on('Media', 'title')))).toMatchObject({
      requires: [on('Comic', 'id'), on('Comic', 'title')],
    });
    const whole = fetch('library', on('Media', 'id'), on('Book', 'title'));
    expect(mended(whole)).toEqual(whole);
  });

  test('names an object as its subgraph knows it, also in a batch and below other nodes', () => {
    expect(mended(fetch('ratings', on('Book', 'id')))).toMatchObject({ inputRewrites: [named] });
    expect(mended({ ...fetch('ratings', on('Book', 'id')), inputRewrites: [named] })).toMatchObject({
      inputRewrites: [named],
    });
    const alias = { alias: '_e0', representationsVariableName: 'r', paths: [], requires: [on('Comic', 'id')] };
    const batch = {
      kind: 'BatchFetch',
      serviceName: 'ratings',
      operation: '',
      entityBatch: { aliases: [alias] },
    } as const;
    expect(mended({ kind: 'Sequence', nodes: [{ kind: 'Flatten', path: ['@'], node: batch }] })).toMatchObject({
      nodes: [{ node: { entityBatch: { aliases: [{ inputRewrites: [named] }] } } }],
    });
  });

  test('of objects that the subgraph knows stays as it is', () => {
    const plan = fetch('library', on('Book', 'id'));
    expect(mended(plan)).toBe(plan);
    expect(mended(undefined)).toBeUndefined();
  });
});
