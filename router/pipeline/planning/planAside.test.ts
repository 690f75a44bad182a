import { afterEach, describe, expect, test } from '@jest/globals';
import { parse } from 'graphql';
import { nullLogger } from '#platform/logs/nullLogger.ts';
import { inProcessTransport } from '#tests/reference/inProcessTransport.ts';
import { composeWorld } from '#tests/reference/world/composeWorld.ts';
import { createEngine } from '../../execute/engine.ts';
import { createPlanAside, type PlanAside } from './planAside.ts';

const shop = await composeWorld('shop', { nulls: 0, errors: 0, missing: 0 });
/** The fast planner has no plan for it. */
const nested = 'warehouses { stock { related { warehouse { stock { shippingEstimate } } } } }';

/** Less memory than a router gives to planning is used up sooner. */
const small = { memory: 80 };
/** Milliseconds that planning may take: more than a test, so that it is never what ends one. */
const planning = 600_000;

let planAside: PlanAside | undefined;

afterEach(() => planAside?.close());

function open(timeout: number) {
  const aside = createPlanAside(shop.supergraphSdl, timeout, nullLogger, small);
  planAside = aside;
  const engine = createEngine({
    supergraphSdl: shop.supergraphSdl,
    transport: inProcessTransport(shop.subgraphs),
    thorough: aside.thorough,
    logger: nullLogger,
  });
  return { aside, compile: (query: string) => aside.withPlans(() => engine.compile(parse(query))) };
}

describe('what only the thorough planner plans', () => {
  test('is planned in a process of its own, and executed here', async () => {
    const { compile } = open(planning);
    const pending = compile(`{ ${nested} }`);
    expect(pending).toBeInstanceOf(Promise);
    const operation = await pending;
    expect(operation.fetchedSubgraphs).toEqual(expect.arrayContaining(['inventory', 'products']));
    const { json, errors } = await operation.execute({ variables: {}, headers: () => ({}) });
    expect(errors).toEqual([]);
    expect(json).toMatch(/"shippingEstimate":\d/);
    expect(compile(`{ ${nested} }`)).not.toBeInstanceOf(Promise);
  });

  test('is planned there too when variables decide that it is needed', async () => {
    const { aside, compile } = open(planning);
    const operation = await compile(
      `query ($all: Boolean!) { ${nested.replace('stock', 'stock @include(if: $all)')} }`,
    );
    const prepared = aside.withPlans(() => operation.prepare?.({ all: true }));
    await prepared;
    const { json } = await operation.execute({ variables: { all: true }, headers: () => ({}) });
    expect(json).toMatch(/"shippingEstimate":\d/);
  });

  test('is refused once it took too long, the second time without being tried', async () => {
    const { compile } = open(0);
    await expect(compile(`{ ${nested} }`)).rejects.toMatchObject({ code: 'LIMIT_PLANNING' });
    expect(() => compile(`{ ${nested} }`)).toThrow(expect.objectContaining({ code: 'LIMIT_PLANNING' }));
  });
});

test('what the fast planner plans is compiled at once', () => {
  const { compile } = open(0);
  expect(compile('{ products { name } }')).not.toBeInstanceOf(Promise);
});

test('what nobody plans is refused with a code, the second time without being tried', async () => {
  const { aside } = open(planning);
  const plan = () => aside.withPlans(() => aside.thorough.plan('{ nothing }'));
  await expect(plan()).rejects.toMatchObject({ code: 'QUERY_PLAN_FAILED' });
  expect(plan).toThrow(expect.objectContaining({ code: 'QUERY_PLAN_FAILED' }));
});

test('what takes more memory than planning may have ends that process and nothing else', async () => {
  const { aside, compile } = open(planning);
  const endless = `{ products { ${'name '.repeat(1_000_000)} } }`;
  await expect(aside.tryDocument(endless, undefined)).rejects.toMatchObject({ code: 'LIMIT_PLANNING' });
  const operation = await compile(`{ ${nested} }`);
  expect(operation.kind).toBe('query');
});

test.each(['operation', 'document'])('%s: deeper than a stack is too complex, and no fault of ours', async (kind) => {
  const { aside } = open(planning);
  const deep = '{ products '.repeat(20_000) + '}'.repeat(20_000);
  const plan = async () =>
    kind === 'document' ? aside.tryDocument(deep, undefined) : aside.withPlans(() => aside.thorough.plan(deep));
  await expect(plan()).rejects.toMatchObject({ code: 'LIMIT_PLANNING', status: 400 });
});

test('a query for which the thorough planner takes memory without end is answered from plans of its parts', async () => {
  const media = await composeWorld('media', { nulls: 0, errors: 0, missing: 0 });
  const aside = createPlanAside(media.supergraphSdl, planning, nullLogger, small);
  planAside = aside;
  const transport = inProcessTransport(media.subgraphs);
  const { supergraphSdl } = media;
  const engine = createEngine({ supergraphSdl, transport, thorough: aside.thorough, logger: nullLogger });
  const operation = await aside.withPlans(() =>
    engine.compile(parse('{ loans { media { ... on Book { blurb author } } } }')),
  );
  const { json, errors } = await operation.execute({ variables: {}, headers: () => ({}) });
  expect(errors).toEqual([]);
  expect(json).toMatch(/"blurb":".*"author":"/);
});
