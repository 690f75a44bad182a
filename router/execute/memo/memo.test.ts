import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { parse } from 'graphql';
import { startSupergraph, type TestSupergraph } from '#tests/supergraph.ts';
import type { CompiledOperation, ExecutionRequest } from '../compiledOperation.ts';
import { AnswerMemo, memoKey } from './answerMemo.ts';

/** What the subgraphs answer from; tests change it. */
const state = { names: ['Ada', 'Alan'], stars: 3, fails: false };

const accounts = {
  name: 'accounts',
  sdl: 'type Query { users(first: Int = 9): [User!] } type User @key(fields: "id") { id: ID! name: String }',
  resolvers: {
    Query: {
      users: (_: unknown, { first }: { first: number }) =>
        state.names.slice(0, first).map((name, index) => ({ id: `${index}`, name })),
    },
  },
};
const reviews = {
  name: 'reviews',
  sdl: 'type User @key(fields: "id") { id: ID! stars: Int best: Product } type Product @key(fields: "upc") { upc: ID! }',
  resolvers: {
    User: {
      stars: () => {
        if (state.fails) throw new Error('No stars.');
        return state.stars;
      },
      best: ({ id }: { id: string }) => ({ upc: `p${id}` }),
    },
  },
};
const products = {
  name: 'products',
  sdl: 'type Product @key(fields: "upc") { upc: ID! title: String } type Mutation { touch: Int }',
  resolvers: {
    Product: { title: ({ upc }: { upc: string }) => `Title of ${upc}` },
    Mutation: { touch: () => state.stars },
  },
};

let graph: TestSupergraph;
let plain: TestSupergraph;
let memo: AnswerMemo;
let operation: CompiledOperation;
const text = 'query ($first: Int) { users(first: $first) { name stars best { title } } }';
const ask = (request: Partial<ExecutionRequest> = {}) =>
  operation.execute({ variables: {}, headers: () => ({}), ...request });
const askedServices = () => graph.requests.splice(0).map(({ service }) => service);

beforeAll(async () => {
  memo = new AnswerMemo(1_000_000);
  graph = await startSupergraph([accounts, reviews, products], { memo });
  plain = await startSupergraph([accounts, reviews, products]);
});
afterAll(() => Promise.all([graph.close(), plain.close()]));
beforeEach(() => {
  Object.assign(state, { names: ['Ada', 'Alan'], stars: 3, fails: false });
  operation = graph.engine.compile(parse(text));
  graph.requests.length = 0;
});

/** Asks until the answer is remembered. */
async function remember(request: Partial<ExecutionRequest> = {}): Promise<void> {
  for (let n = 0; n < 2; n++) await ask(request);
  graph.requests.length = 0;
}

describe('a query whose answer is remembered', () => {
  test('asks every subgraph the same again and gives the same answer', async () => {
    const first = await ask();
    const asked = graph.requests.splice(0);
    await ask();
    graph.requests.length = 0;
    const { hits } = memo.statistics;
    const third = await ask();
    expect(memo.statistics.hits).toBe(hits + 1);
    expect(third.json).toBe(first.json);
    expect(third.bytes?.toString()).toBe(first.json);
    expect(third.toResult()).toEqual(first.toResult());
    expect(graph.requests).toEqual(asked);
  });

  test.each([
    ['the first subgraph', () => state.names.push('Grace')],
    ['a later subgraph', () => state.stars++],
  ])('sees what changed in %s, and asks nothing twice', async (_where, change) => {
    await remember();
    change();
    const answer = await ask();
    expect(answer.json).toBe((await plain.run(text)).json);
    expect(askedServices()).toEqual(['accounts', 'reviews', 'products']);
  });

  test('has the errors of a subgraph that fails now, and is itself again afterwards', async () => {
    await remember();
    state.fails = true;
    const failing = await ask();
    expect(failing.errors.map(({ path }) => path)).toEqual([
      ['users', 0, 'stars'],
      ['users', 1, 'stars'],
    ]);
    state.fails = false;
    expect((await ask()).errors).toEqual([]);
  });

  test('is that of its variables and of its scope alone', async () => {
    await remember({ variables: { first: 1 }, scope: 'acme' });
    const { hits, size } = memo.statistics;
    expect((await ask({ variables: { first: 2 }, scope: 'acme' })).toResult().data?.users).toHaveLength(2);
    expect((await ask({ variables: { first: 1 }, scope: 'globex' })).toResult().data?.users).toHaveLength(1);
    expect(memo.statistics).toMatchObject({ hits, size });
    await ask({ variables: { first: 1 }, scope: 'acme' });
    expect(memo.statistics.hits).toBe(hits + 1);
  });

  test('ends with the request: a client that has left gets no remembered answer', async () => {
    await remember();
    const answer = await ask({ signal: AbortSignal.abort() });
    expect(answer.errors.map(({ extensions }) => extensions.code)).toEqual(['REQUEST_CANCELLED']);
  });
});

test('what has errors, and what changes something, is never remembered', async () => {
  state.fails = true;
  const { size } = memo.statistics;
  for (let n = 0; n < 4; n++) expect((await ask()).errors).toHaveLength(2);
  operation = graph.engine.compile(parse('mutation { touch }'));
  for (let n = 0; n < 4; n++) expect((await ask()).json).toBe('{"data":{"touch":3}}');
  expect(memo.statistics.size).toBe(size);
});

test('whatever changes between requests, answers are those of an engine that remembers nothing', async () => {
  let seed = 7;
  const random = (below: number): number => {
    seed = (seed * 1_103_515_245 + 12_345) & 0x7fffffff;
    return (seed >> 8) % below;
  };
  for (let n = 0; n < 200; n++) {
    if (random(4) === 0) state.stars = random(3);
    if (random(6) === 0) state.names = ['Ada', 'Alan', 'Grace'].slice(0, random(4));
    state.fails = random(10) === 0;
    const variables = random(3) === 0 ? { first: random(3) } : {};
    const [one, other] = await Promise.all([ask({ variables }), plain.run(text, variables)]);
    expect(one.json).toBe(other.json);
  }
  expect(memo.statistics.hits).toBeGreaterThan(20);
});

describe('the memory', () => {
  const recording = (size: number) => ({ fetches: [], answer: Buffer.alloc(0), size, credit: 0 });

  test('is bounded in bytes; what was not used for the longest time goes', () => {
    const small = new AnswerMemo(100);
    small.add('a', recording(40));
    small.add('b', recording(40));
    small.begin('a');
    small.add('c', recording(40));
    expect(small.statistics).toMatchObject({ size: 2, bytes: 80 });
    expect(small.begin('b').recording).toBeUndefined();
    expect(small.begin('a').recording).toBeDefined();
  });

  test('leaves alone what always changes', () => {
    const small = new AnswerMemo(100);
    small.begin('a');
    let recorded = 0;
    for (let n = 0; n < 20; n++) {
      const { recorder } = small.begin('a');
      if (!recorder) continue;
      recorded++;
      const made = recording(10);
      small.add('a', made);
      small.failed('a', made);
    }
    expect(recorded).toBe(4);
    expect(small.statistics).toMatchObject({ size: 0, bytes: 0 });
  });

  test('does not take part in executions with long variables', () => {
    expect(memoKey(1, 'acme', { text: 'x'.repeat(5_000) })).toBeUndefined();
    expect(memoKey(1, 'acme', { a: 1 })).not.toBe(memoKey(1, 'globex', { a: 1 }));
  });
});
