import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { startSupergraph, type TestSupergraph } from '#tests/supergraph.ts';

const users = [
  { id: '1', name: 'Ada', level: 'GOLD' },
  { id: '2', name: 'Alan', level: 'SECRET' },
];
const order: string[] = [];

const accounts = {
  name: 'accounts',
  sdl: `
    type Query { users: [User!]! user(id: ID!): User failing: String strict: Strict greeting(name: String = "you", times: Int): String }
    type User @key(fields: "id") { id: ID! name: String level: Level broken: String }
    type Strict { must: String! }
    enum Level { GOLD SECRET @inaccessible }
    type Mutation { one(value: Int): Int two: User }
  `,
  resolvers: {
    Query: {
      users: () => users,
      user: (_: unknown, { id }: { id: string }) => users.find((user) => user.id === id),
      failing: () => {
        throw new Error('Nothing here.');
      },
      strict: () => ({ must: null }),
      greeting: (_: unknown, { name, times }: { name: string; times?: number }) => `Hello ${name} ${times ?? 'once'}`,
    },
    User: {
      __resolveReference: ({ id }: { id: string }) => users.find((user) => user.id === id),
      broken: () => {
        throw new Error('Broken.');
      },
    },
    Mutation: {
      one: (_: unknown, { value }: { value: number }) => {
        order.push(`one ${value}`);
        return value;
      },
      two: () => {
        order.push('two');
        return users[0];
      },
    },
  },
};

const reviews = {
  name: 'reviews',
  sdl: `
    type Query { reviews: [Review] feed: [Item!] }
    type Review @key(fields: "id") { id: ID! stars: Int author: User mood: String }
    type User @key(fields: "id") { id: ID! reviews(first: Int = 1): [Review] karma: Int! }
    type Note { text: String }
    union Item = Review | Note
    type Mutation { three: String }
  `,
  resolvers: {
    Query: {
      reviews: () => [1, 2, 3, 4].map((id) => ({ id, stars: id, author: { id: String((id % 2) + 1) } })),
      feed: () => [
        { __typename: 'Review', id: '9', stars: 5, author: { id: '1' } },
        { __typename: 'Note', text: 'a "note"' },
      ],
    },
    User: {
      __resolveReference: ({ id }: { id: string }) => ({ id }),
      reviews: ({ id }: { id: string }, { first }: { first: number }) =>
        Array.from({ length: first }, (_, index) => ({ id: `${id}${index}`, stars: index, author: { id } })),
      karma: ({ id }: { id: string }) => {
        if (id === '2') throw new Error('No karma.');
        return 7;
      },
    },
    Review: {
      __resolveReference: ({ id }: { id: string }) => ({ id }),
      mood: ({ id }: { id: string }) => {
        if (id === '3') throw new Error('Moody.');
        return 'good';
      },
    },
    Mutation: {
      three: () => {
        order.push('three');
        return 'done';
      },
    },
  },
};

let graph: TestSupergraph;
beforeAll(async () => {
  graph = await startSupergraph([accounts, reviews]);
});
afterAll(() => graph.close());
beforeEach(() => {
  graph.requests.length = 0;
  order.length = 0;
});

const dataOf = async (query: string, variables?: Record<string, unknown>) =>
  (await graph.run(query, variables)).toResult().data;

describe('data', () => {
  test('equal representations travel once and their answer comes back to every place', async () => {
    const data = await dataOf('{ reviews { author { name } } }');
    expect(data).toEqual({
      reviews: [
        { author: { name: 'Alan' } },
        { author: { name: 'Ada' } },
        { author: { name: 'Alan' } },
        { author: { name: 'Ada' } },
      ],
    });
    expect(graph.requests.map(({ service }) => service)).toEqual(['reviews', 'accounts']);
    expect(Object.values(graph.requests[1]?.variables ?? {})).toEqual([
      [
        { __typename: 'User', id: '2' },
        { __typename: 'User', id: '1' },
      ],
    ]);
  });

  test('places of one entity keep their own selections', async () => {
    const data = await dataOf(`{
      user(id: 1) { reviews { author { name } } }
      other: user(id: 1) { reviews { author { name: id level } } }
    }`);
    expect(data).toEqual({
      user: { reviews: [{ author: { name: 'Ada' } }] },
      other: { reviews: [{ author: { name: '1', level: 'GOLD' } }] },
    });
  });

  test('an alias that is named like the key does not hide the key', async () => {
    expect(await dataOf('{ users { id: name reviews { id } } }')).toEqual({
      users: [
        { id: 'Ada', reviews: [{ id: '10' }] },
        { id: 'Alan', reviews: [{ id: '20' }] },
      ],
    });
  });

  test('aliases that are names of JavaScript are names like any other', async () => {
    const { json } = await graph.run('{ __proto__: greeting constructor: user(id: 1) { toString: name } }');
    expect(json).toBe('{"data":{"__proto__":"Hello you once","constructor":{"toString":"Ada"}}}');
  });

  test('one field with different arguments under several aliases', async () => {
    expect(
      await dataOf('{ user(id: 1) { a: reviews(first: 2) { stars } b: reviews { id } reviews(first: 0) { id } } }'),
    ).toEqual({
      user: { a: [{ stars: 0 }, { stars: 1 }], b: [{ id: '10' }], reviews: [] },
    });
  });

  test('variables are coerced, defaults applied, and absent ones left out', async () => {
    const query = 'query ($name: String, $times: Int = 3) { greeting(name: $name, times: $times) }';
    expect(await dataOf(query)).toEqual({ greeting: 'Hello you 3' });
    expect(await dataOf(query, { name: 'Ada', times: null })).toEqual({ greeting: 'Hello Ada once' });
  });

  test('@skip and @include decide what is fetched at all', async () => {
    const query = `query ($no: Boolean!) {
      users { id ...More @skip(if: $no) } reviews @include(if: false) { id }
    } fragment More on User { reviews { id } }`;
    expect(await dataOf(query, { no: true })).toEqual({ users: [{ id: '1' }, { id: '2' }] });
    expect(graph.requests.map(({ service }) => service)).toEqual(['accounts']);
    expect(await dataOf(query, { no: false })).toMatchObject({ users: [{ reviews: [{ id: '10' }] }, {}] });
  });

  test('unions answer by type, and members keep the order of the query', async () => {
    const { json } = await graph.run(
      '{ feed { ... on Note { text __typename } ... on Review { t: __typename author { name } stars } } }',
    );
    expect(json).toBe(
      '{"data":{"feed":[{"t":"Review","author":{"name":"Ada"},"stars":5},{"text":"a \\"note\\"","__typename":"Note"}]}}',
    );
  });
});

describe('introspection', () => {
  test('is answered by the router beside data, without a word to a subgraph for itself', async () => {
    const query = `query ($type: String!) {
      __typename user(id: 2) { __typename name } __schema { queryType { name } } level: __type(name: $type) { ...T }
    } fragment T on __Type { enumValues { name } }`;
    expect(await dataOf(query, { type: 'Level' })).toEqual({
      __typename: 'Query',
      user: { __typename: 'User', name: 'Alan' },
      __schema: { queryType: { name: 'Query' } },
      level: { enumValues: [{ name: 'GOLD' }] },
    });
    expect(graph.requests).toHaveLength(1);
    await graph.run('{ __typename __schema { types { name } } }');
    expect(graph.requests).toHaveLength(1);
  });
});

describe('errors', () => {
  test('an error of an entity is placed by the entity, for all its places', async () => {
    const { errors } = await graph.run('{ all: users { more: reviews { author { x: broken } } } }');
    expect(errors.map(({ message, path }) => [message, path])).toEqual([
      ['Broken.', ['all', 0, 'more', 0, 'author', 'x']],
      ['Broken.', ['all', 1, 'more', 0, 'author', 'x']],
    ]);
  });

  test('null travels to the nearest nullable place and its cause is told once', async () => {
    const answer = await graph.run('{ reviews { id author { karma } } strict { must } }');
    expect(answer.toResult().data).toEqual({
      reviews: [
        { id: '1', author: null },
        { id: '2', author: { karma: 7 } },
        { id: '3', author: null },
        { id: '4', author: { karma: 7 } },
      ],
      strict: null,
    });
    expect(answer.errors.map(({ path }) => path?.join('.')).sort()).toEqual([
      'reviews.0.author.karma',
      'reviews.2.author.karma',
      'strict.must',
    ]);
  });

  test('what fails below one name of an object leaves it alone under another', async () => {
    const { data, errors } = (await graph.run('{ strict { must } bare: strict { __typename } }')).toResult();
    expect(data).toEqual({ strict: null, bare: { __typename: 'Strict' } });
    expect(errors?.map(({ path }) => path)).toEqual([['strict', 'must']]);
  });

  test('a hidden enum value becomes null, and its name is not told', async () => {
    const { json, errors } = await graph.run('{ users { level } }');
    expect(json).toContain('"data":{"users":[{"level":"GOLD"},{"level":null}]}');
    expect(json).not.toContain('SECRET');
    expect(errors[0]).toMatchObject({ path: ['users', 1, 'level'], extensions: { code: 'SUBGRAPH_INVALID_ANSWER' } });
  });

  test('the subgraph is named to the internal audience only', async () => {
    expect((await graph.run('{ failing }')).errors[0]?.extensions).toEqual({ code: 'SUBGRAPH_ERROR' });
    const { errors } = await graph.run('{ failing }', {}, { exposeSubgraph: true });
    expect(errors[0]?.extensions).toEqual({ code: 'SUBGRAPH_ERROR', subgraph: 'accounts' });
  });

  test('variables that do not fit are refused with their place', async () => {
    const { parse } = await import('graphql');
    const operation = graph.engine.compile(parse('query ($id: ID!) { user(id: $id) { id } }'));
    expect(operation.coerceVariables({}).errors?.[0]).toMatchObject({
      message: expect.stringContaining('$id'),
      locations: [{ line: 1, column: 8 }],
      extensions: { code: 'BAD_USER_INPUT' },
    });
  });

  test('what can be had is answered when a subgraph is gone', async () => {
    const partial = await startSupergraph([accounts, reviews]);
    await partial.stop('reviews');
    const answer = await partial.run('{ users { name reviews { id } } reviews { id } }');
    expect(answer.toResult().data).toEqual({
      users: [
        { name: 'Ada', reviews: null },
        { name: 'Alan', reviews: null },
      ],
      reviews: null,
    });
    expect(answer.errors.map(({ path, extensions }) => [path, extensions.code]).toSorted()).toEqual([
      [['reviews'], 'SUBGRAPH_UNAVAILABLE'],
      [['users'], 'SUBGRAPH_UNAVAILABLE'],
    ]);
    await partial.close();
  });

  test('a client that has left starts no further requests', async () => {
    const { errors } = await graph.run('{ users { id } }', {}, { signal: AbortSignal.abort() });
    expect(errors[0]?.extensions.code).toBe('REQUEST_CANCELLED');
    expect(graph.requests).toEqual([]);
  });
});

describe('mutations', () => {
  test('run in the order of the query across subgraphs, and each as often as it is asked', async () => {
    const data = await dataOf(
      'mutation { three two { name reviews { id } } b: one(value: 1) three2: three c: one(value: 1) }',
    );
    expect(order).toEqual(['three', 'two', 'one 1', 'three', 'one 1']);
    expect(data).toEqual({ three: 'done', two: { name: 'Ada', reviews: [{ id: '10' }] }, b: 1, three2: 'done', c: 1 });
  });
});
