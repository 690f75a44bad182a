import { afterAll, expect, test } from '@jest/globals';
import { type OurEngine, startOurEngine } from '#tests/reference/engine/ourEngine.ts';
import { composeWorld } from '#tests/reference/world/composeWorld.ts';
import { flattenPlan } from './flattenPlan.ts';
import { createPlanner } from './planner.ts';

const shop = await composeWorld('shop', { nulls: 0, errors: 0, missing: 0 }, true);
const planner = createPlanner(shop.supergraphSdl);
const engines: OurEngine[] = [];
afterAll(() => Promise.all(engines.map((engine) => engine.close())));

/** The fetches of a plan, each with the positions of those that it waits for. */
const fetchesOf = (operation: string) =>
  flattenPlan(planner.plan(operation)).fetches.map(({ fetch, earlier }) => [fetch.serviceName, earlier]);

test('fields of one subgraph with nothing to fetch between them are one request', () => {
  expect(
    fetchesOf('mutation { a: removeProduct(upc: "1") b: removeProduct(upc: "2") c: restock(upc: "3") { upc } }'),
  ).toEqual([
    ['products', []],
    ['inventory', [0]],
  ]);
  expect(fetchesOf('mutation { a: removeProduct(upc: "1") b: createProduct(name: "b") { rating } }')).toEqual([
    ['products', []],
    ['reviews', [0]],
  ]);
});

test('what is below a field is fetched before the next has its effect', () => {
  const operation =
    'mutation { a: createProduct(name: "a") { rating } b: removeProduct(upc: "1") c: restock(upc: "3") { upc } }';
  expect(fetchesOf(operation)).toEqual([
    ['products', []],
    ['reviews', [0]],
    ['products', [0, 1]],
    ['inventory', [0, 1, 2]],
  ]);
});

test('an answer shows nothing of effects that come later', async () => {
  const engine = startOurEngine(shop);
  engines.push(engine);
  const query =
    'mutation { a: addReview(upc: "1", body: "a") { product { name } } b: addReview(upc: "2", body: "b") { author { name } } ' +
    'removeProduct(upc: "1") ... on Mutation { a: addReview(upc: "1", body: "a") { product { price } } } }';
  const ours = await engine.execute({ query, variables: {} });
  const effects = shop.effects?.subgraphs.take();
  expect(ours).toEqual(shop.truth(query, {}));
  expect(effects).toEqual(shop.effects?.monolith.take());
  expect(effects).toHaveLength(3);
});
