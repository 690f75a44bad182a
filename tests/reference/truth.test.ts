import { afterAll, describe, expect, test } from '@jest/globals';
import { differenceOf } from './compareAnswers.ts';
import { type OurEngine, startOurEngine } from './engine/ourEngine.ts';
import { composeWorld } from './world/composeWorld.ts';

const engines: OurEngine[] = [];
afterAll(() => Promise.all(engines.map((engine) => engine.close())));

async function answersTo(
  world: string,
  troubles: { nulls: number; errors: number },
  query: string,
  variables: Record<string, unknown> = {},
) {
  const composed = await composeWorld(world, { ...troubles, missing: 0 });
  const engine = startOurEngine(composed);
  engines.push(engine);
  const truth = composed.truth(query, variables);
  return { ours: await engine.execute({ query, variables }), truth };
}

test('objects that look equal in one answer, and are not in another, are kept apart', async () => {
  const query =
    'query ($c0: Boolean!, $c1: Boolean!, $c2: Boolean!) { books { loans { title: id name: id id ' +
    'media { blurb ... on Book { id ... on Book @skip(if: $c0) { __typename } author b: blurb id } } ' +
    'item { ... on Device { id id id id id } ... on Room { number number @include(if: $c1) ' +
    '... on Item @skip(if: $c2) { __typename __typename __typename } } } } title blurb upc: blurb } __typename __typename }';
  const { ours, truth } = await answersTo('media', { nulls: 80, errors: 30 }, query, {
    c0: true,
    c1: true,
    c2: false,
  });
  expect(differenceOf(ours, truth)).toBeUndefined();
});

test('a required field that fails takes along nothing that the client asked for of the same object', async () => {
  const query =
    'query ($currency: Currency) { product(upc: "upc:Product-5") { rating warehouse { id b: stock { maker { products ' +
    '{ name(locale: "") id: kind } } shippingEstimate } name } price(currency: $currency) name } }';
  const { ours, truth } = await answersTo('shop', { nulls: 80, errors: 30 }, query, { currency: 'EUR' });
  expect(truth.errors?.some(({ extensions }) => extensions?.requiredBy !== undefined)).toBe(true);
  expect(differenceOf(ours, truth)).toBeUndefined();
});

describe('what both engines had wrong, so that only the monolith showed it', () => {
  test.each([
    ['an id of the wrong object', '{ topRated { ... on Comic { id blurb } ... on Book { id } title } }'],
    [
      'fields of an object that was looked up without its key',
      '{ rating(id: "Query-1") { media { ... on Comic { loans { id } title } ... on Book { lent blurb } } } }',
    ],
    [
      'an object sent under a name that its subgraph does not know',
      '{ books { loans { id days media { ... on Comic { lent blurb t: __typename } ... on Book { __typename stars blurb } } } } }',
    ],
  ])('behind interface objects: %s', async (_what, query) => {
    const { ours, truth } = await answersTo('media', { nulls: 0, errors: 0 }, query);
    expect(differenceOf(ours, truth)).toBeUndefined();
    expect(ours.errors).toBeUndefined();
  });

  test('no error is told of a field that was asked of objects of another type only', async () => {
    const query = '{ rating(id: "Item-1") { media { __typename ... on Comic { blurb lent stars } } } }';
    const { ours, truth } = await answersTo('media', { nulls: 80, errors: 30 }, query);
    expect(truth.errors).toBeUndefined();
    expect(ours).toEqual(truth);
  });
});
