import { composeServices } from '@apollo/composition';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'graphql';
import { composeWorld } from '#tests/reference/world/composeWorld.ts';
import { flattenPlan } from './flattenPlan.ts';
import type { PlanNode } from './planNodes.ts';
import { createPlanner } from './planner.ts';

const calm = { nulls: 0, errors: 0, missing: 0 };

test('a supergraph that is none is refused with a code', () => {
  expect(() => createPlanner('type Query { a: Int }\n type {')).toThrow(
    expect.objectContaining({ code: 'SUPERGRAPH_INVALID' }),
  );
});

test('an operation without a plan is refused with a code', async () => {
  const planner = createPlanner((await composeWorld('roots', calm)).supergraphSdl);
  expect(() => planner.plan('{ nothing }')).toThrow(expect.objectContaining({ code: 'QUERY_PLAN_FAILED' }));
});

describe('the thorough planner steps in', () => {
  test('where the fast one finds no plan', async () => {
    const planner = createPlanner((await composeWorld('shop', calm)).supergraphSdl);
    const plan = planner.plan('{ warehouses { stock { related { warehouse { stock { shippingEstimate } } } } } }');
    expect(JSON.stringify(plan)).toContain('shippingEstimate');
  });

  test('where the fast one would not send what @requires names', async () => {
    const planner = createPlanner((await composeWorld('media', calm)).supergraphSdl);
    const plan = planner.plan(
      '{ rating(id: "1") { media { __typename ... on Comic { stars title lent blurb } ... on Book { blurb } } } }',
    );
    const blurbs = flattenPlan(plan as PlanNode).fetches.filter(({ fetch }) => fetch.operation.includes('blurb'));
    expect(blurbs.length).toBeGreaterThan(0);
    for (const { fetch } of blurbs) expect(JSON.stringify(fetch)).toContain('"name":"title"');
  });
});

test('a progressive override holds for those whose label is in force', () => {
  const services = [
    ['old', 'type Query { feed: Int }'],
    ['new', 'type Query { other: Int feed: Int @override(from: "old", label: "move") }'],
  ].map(([name = '', sdl]) => ({
    name,
    url: `http://${name}.invalid`,
    typeDefs: parse(
      `extend schema @link(url: "https://specs.apollo.dev/federation/v2.7", import: ["@override"]) ${sdl}`,
    ),
  }));
  const { supergraphSdl = '' } = composeServices(services);
  expect(createPlanner(supergraphSdl).plan('{ feed }')).toMatchObject({ serviceName: 'old' });
  const moved = createPlanner(supergraphSdl, { overrideLabels: ['move'] });
  expect(moved.overrideLabels).toEqual(['move']);
  expect(moved.plan('{ feed }')).toMatchObject({ serviceName: 'new' });
});

test('a plan that fetches a field from objects of the wrong type only is not taken', async () => {
  const planner = createPlanner((await composeWorld('media', calm)).supergraphSdl);
  const plan = planner.plan('{ rating(id: "1") { media { ... on Book { ratings { text } } ... on Comic { lent } } } }');
  const asking = flattenPlan(plan as PlanNode).fetches.filter(({ fetch }) => /ratings ?\{/.test(fetch.operation));
  expect(asking.length).toBeGreaterThan(0);
  expect(JSON.stringify(asking)).toMatch(/"typeCondition":"(Book|Media)"/);
});
