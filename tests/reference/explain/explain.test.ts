import { afterAll, describe, expect, test } from '@jest/globals';
import { type FormattedExecutionResult, parse } from 'graphql';
import { apiSchemaOf } from '#router/supergraph/apiSchema.ts';
import { differenceOf } from '../compareAnswers.ts';
import { startOurEngine } from '../engine/ourEngine.ts';
import { type ReferenceEngine, startReferenceEngine } from '../engine/referenceEngine.ts';
import { composeWorld } from '../world/composeWorld.ts';
import type { Troubles } from '../world/worldResolvers.ts';
import { type Differing, type ExplanationName, explain } from './explain.ts';
import { withUnaskedNulls } from './unaskedNulls.ts';

const moods = {
  calm: { nulls: 0, errors: 0, missing: 0 },
  sparse: { nulls: 100, errors: 0, missing: 0 },
  failing: { nulls: 80, errors: 30, missing: 0 },
} as const satisfies Record<string, Troubles>;
const references = new Map<string, ReferenceEngine>();

afterAll(() => Promise.all([...references.values()].map((reference) => reference.close())));

async function referenceFor(name: string, mood: keyof typeof moods): Promise<ReferenceEngine> {
  const key = `${name} ${mood}`;
  const reference = references.get(key) ?? (await startReferenceEngine(name, moods[mood]));
  references.set(key, reference);
  return reference;
}

/** A query with the monolith's answer as ours, and the reference's. */
async function asked(name: string, mood: keyof typeof moods, query: string, variables = {}): Promise<Differing> {
  const { supergraphSdl, truth } = await composeWorld(name, moods[mood]);
  const reference = await referenceFor(name, mood);
  const right = truth(query, variables);
  return {
    schema: apiSchemaOf(parse(supergraphSdl)),
    asked: { query, variables },
    ours: right,
    theirs: await reference.execute({ query, variables }),
    truth: right,
    reference,
    hasInterfaceObjects: name === 'media',
  };
}

type Example = [ExplanationName, string, keyof typeof moods, string, Record<string, unknown>?];

// Where the reference is wrong. When a later version of it is right, the test fails and the class can go.
test.each<Example>([
  ['aliases', 'overrides', 'calm', '{ feed(first: 3) { title: id digest } }'],
  ['aliases', 'requires', 'calm', '{ orders { id: shipping { cost } } }'],
  ['aliases', 'requires', 'calm', '{ orders { rate(kind: 1) total shipping { cost } } }'],
  // A field that the client's condition leaves out has another argument in the way of the one that is required.
  [
    'fragments',
    'requires',
    'sparse',
    'query ($c: Boolean!) { a: order(id: "Shipping-4") { t: __typename rate(kind: 1) fee @skip(if: $c) upc: total } }',
    { c: true },
  ],
  // The weight, which nobody asked for, may not be null: the list that it is missing in becomes null.
  [
    'unasked',
    'shop',
    'failing',
    'mutation { restock(upc: "upc:Product-1") { related(limit: 2) { shippingEstimate } } }',
  ],
  ['interface-objects', 'media', 'calm', '{ topRated { lent ... on Book { stars id stars t: __typename lent } } }'],
  ['interface-objects', 'media', 'calm', '{ books { a: stars ... on Book { __typename lent } id: author pages } }'],
  // The interface's name from an interface object takes the place of the object's type, and the object is dropped.
  ['interface-objects', 'media', 'calm', '{ media { ... on Book { lent __typename } } }'],
  // A Book is looked up without its id, which only Comics were asked for.
  ['interface-objects', 'media', 'calm', '{ topRated { __typename ... on Comic { blurb lent id } } }'],
  ['planning', 'media', 'calm', '{ loans { media { ... on Book { blurb } } } }'],
])(
  'a fault of the reference: %s over %s, %s',
  // By rest: Jest takes a parameter that has no value in a row for its callback, and waits for it.
  async (...[name, world, mood, query, variables]: Example) => {
    const differing = await asked(world, mood, query, variables);
    const { truth, theirs } = differing;
    expect(typeof theirs === 'string' || differenceOf(truth, theirs) !== undefined).toBe(true);
    expect(await explain(differing)).toBe(name);
  },
  120_000,
);

describe('a fault of ours is not explained', () => {
  test('where the reference gives the right answer', async () => {
    const differing = await asked('requires', 'calm', '{ orders { id total } }');
    expect(differenceOf(differing.truth, differing.theirs as FormattedExecutionResult)).toBeUndefined();
    expect(await explain({ ...differing, ours: { data: { orders: [] } } })).toBeUndefined();
    expect(await explain({ ...differing, ours: { data: { orders: null } } })).toBeUndefined();
  }, 120_000);

  test('where the reference is wrong as well, at the same place or at another', async () => {
    const differing = await asked('media', 'calm', '{ media { ... on Book { lent __typename } } books { pages } }');
    const { media, books } = differing.truth.data as { media: readonly object[]; books: readonly object[] };
    expect(await explain(differing)).toBe('interface-objects');
    const changed = media.map((item) => ({ ...item, lent: null }));
    expect(await explain({ ...differing, ours: { data: { media: changed, books } } })).toBeUndefined();
    const fewer = books.map((item) => item && { ...item, pages: null });
    expect(await explain({ ...differing, ours: { data: { media, books: fewer } } })).toBeUndefined();
  }, 120_000);

  test('where what failed was asked for', async () => {
    const query = 'mutation { restock(upc: "upc:Product-1") { related(limit: 2) { shippingEstimate weight } } }';
    const { schema, asked: same, theirs, truth } = await asked('shop', 'failing', query);
    expect(truth.data).toEqual({ restock: { related: null } });
    const kept = { data: { restock: { related: [] } } };
    expect(withUnaskedNulls(schema, same, kept, theirs as FormattedExecutionResult)).toBe(kept);
  }, 120_000);
});

test('what the reference loses with what was not asked is explained; ours asks again and loses nothing', async () => {
  const query = '{ bestOf(kind: TOOL) { shippingEstimate } }';
  const { schema, asked: same, theirs, truth } = await asked('shop', 'failing', query);
  const engine = startOurEngine(await composeWorld('shop', moods.failing));
  const ours = await engine.execute(same);
  await engine.close();
  const reference = theirs as FormattedExecutionResult;
  expect(differenceOf(ours, truth)).toBeUndefined();
  expect(differenceOf(reference, truth)).toContain('data differs at data.bestOf');
  expect(differenceOf(reference, withUnaskedNulls(schema, same, truth, reference))).toBeUndefined();
}, 120_000);
