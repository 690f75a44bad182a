import { afterAll, expect, test } from '@jest/globals';
import { type FormattedExecutionResult, parse } from 'graphql';
import { apiSchemaOf } from '#router/supergraph/apiSchema.ts';
import { differenceOf } from '../compareAnswers.ts';
import { type ReferenceEngine, startReferenceEngine } from '../engine/referenceEngine.ts';
import { composeWorld, type World } from '../world/composeWorld.ts';
import { type ExplanationName, explain } from './explain.ts';

const calm = { nulls: 0, errors: 0, missing: 0 };
const references = new Map<string, ReferenceEngine>();

afterAll(() => Promise.all([...references.values()].map((reference) => reference.close())));

async function referenceFor(name: string): Promise<ReferenceEngine> {
  const reference = references.get(name) ?? (await startReferenceEngine(name, calm));
  references.set(name, reference);
  return reference;
}

const schemaOf = ({ supergraphSdl }: World) => apiSchemaOf(parse(supergraphSdl));

// Where the reference is wrong. When a later version of it is right, the test fails and the class can go.
test.each<[ExplanationName, string, string]>([
  ['aliases', 'overrides', '{ feed(first: 3) { title: id digest } }'],
  ['aliases', 'requires', '{ orders { id: shipping { cost } } }'],
  ['aliases', 'requires', '{ orders { rate(kind: 1) total shipping { cost } } }'],
  ['interface-objects', 'media', '{ topRated { lent ... on Book { stars id stars t: __typename lent } } }'],
  ['interface-objects', 'media', '{ books { a: stars ... on Book { __typename lent } id: author pages } }'],
  ['planning', 'media', '{ loans { media { ... on Book { blurb } } } }'],
])(
  'a fault of the reference: %s over %s',
  async (name, world, query) => {
    const composed = await composeWorld(world, calm);
    const reference = await referenceFor(world);
    const asked = { query, variables: {} };
    const truth = composed.truth(query, {});
    const theirs = await reference.execute(asked);
    expect(typeof theirs === 'string' || differenceOf(truth, theirs) !== undefined).toBe(true);
    const explanation = await explain({
      schema: schemaOf(composed),
      asked,
      ours: truth,
      theirs,
      truth,
      reference,
      hasInterfaceObjects: world === 'media',
    });
    expect(explanation).toBe(name);
  },
  120_000,
);

test('a wrong answer of ours is not explained', async () => {
  const query = '{ orders { id total } }';
  const composed = await composeWorld('requires', calm);
  const reference = await referenceFor('requires');
  const truth = composed.truth(query, {});
  const ours = { data: { orders: [] } };
  const asked = { query, variables: {} };
  const schema = schemaOf(composed);
  const theirs = await reference.execute(asked);
  expect(differenceOf(truth, theirs as FormattedExecutionResult)).toBeUndefined();
  const hasInterfaceObjects = false;
  expect(await explain({ schema, asked, ours, theirs, truth, reference, hasInterfaceObjects })).toBeUndefined();
}, 120_000);
