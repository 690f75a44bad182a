import { readFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import { buildSchema, parse, validate } from 'graphql';
import { nullLogger } from '#platform/logs/nullLogger.ts';
import { inProcessTransport } from '#tests/reference/inProcessTransport.ts';
import { composeWorld } from '#tests/reference/world/composeWorld.ts';
import { createEngine } from '../engine.ts';
import { representativeQueries } from './representativeQueries.ts';
import { warmUp } from './warmUp.ts';

const calm = { nulls: 0, errors: 0, missing: 0 };

describe('queries to warm up with', () => {
  test('are valid against our own schema, with variables for what fields demand', async () => {
    const schema = buildSchema(await readFile('schema/generated/api.graphql', 'utf8'));
    const queries = representativeQueries(schema, 100);
    expect(queries.length).toBeGreaterThan(5);
    expect(queries.flatMap((query) => validate(schema, parse(query)))).toEqual([]);
    expect(queries.join()).toMatch(/WarmUp\(\$v0: ID!/);
  });

  test('choose by type where a union or an interface is', () => {
    const schema = buildSchema(`
      type Query { found(text: String!): [Found!] node: Node count: Int }
      union Found = Book | User
      interface Node { id: ID }
      type Book implements Node { id: ID! title: String }
      type User { name: String }
    `);
    const queries = representativeQueries(schema, 1);
    expect(queries.flatMap((query) => validate(schema, parse(query)))).toEqual([]);
    expect(queries).toEqual([
      'query WarmUp($v0: String!) { ...Roots } fragment Roots on Query { found(text: $v0) { __typename ... on Book { __typename id title } } node { __typename id } }',
    ]);
  });

  test('are none where no root field leads to an object', () => {
    expect(representativeQueries(buildSchema('type Query { count: Int }'), 6)).toEqual([]);
  });
});

test('the warm-up plans with the engine that serves', async () => {
  const shop = await composeWorld('shop', calm);
  const transport = inProcessTransport(shop.subgraphs);
  const engine = createEngine({ supergraphSdl: shop.supergraphSdl, transport, logger: nullLogger });
  expect(warmUp(engine)).toBe(6);
});

test('what cannot be planned does not hinder the start', () => {
  const apiSchema = buildSchema('type Query { user: User } type User { name: String }');
  const compile = () => {
    throw new Error('no plan');
  };
  expect(warmUp({ apiSchema, compile })).toBe(0);
});
