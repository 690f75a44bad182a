import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { startSupergraph, type TestSupergraph } from '#tests/supergraph.ts';

/** Objects whose weight cannot be told; it may not be null, so that it takes along whatever is asked with it. */
const heavy = new Set<string>();

const catalogue = {
  name: 'catalogue',
  sdl: `
    type Query { items: [Item!] item(id: ID!): Item }
    type Mutation { add(id: ID!): Item }
    type Item @key(fields: "id") { id: ID! name: String weight: Int! size: Size! }
    type Size { width: Int! height: Int }
  `,
  resolvers: {
    Query: { items: () => [{ id: '1' }, { id: '2' }], item: (_: unknown, { id }: { id: string }) => ({ id }) },
    Mutation: { add: (_: unknown, { id }: { id: string }) => ({ id }) },
    Item: {
      __resolveReference: ({ id }: { id: string }) => ({ id }),
      name: ({ id }: { id: string }) => `item ${id}`,
      weight: ({ id }: { id: string }) => {
        if (heavy.has(id)) throw new Error('No scale.');
        return 7;
      },
      size: ({ id }: { id: string }) => ({ id }),
    },
    Size: {
      width: ({ id }: { id: string }) => {
        if (heavy.has(id)) throw new Error('No ruler.');
        return 3;
      },
      height: () => 4,
    },
  },
};

const shipping = {
  name: 'shipping',
  sdl: `
    type Query { parcels: [Parcel] }
    type Mutation { send(id: ID!): Parcel }
    type Parcel { item: Item }
    type Item @key(fields: "id") {
      id: ID!
      weight: Int! @external
      size: Size! @external
      cost: Int @requires(fields: "weight size { width }")
    }
    type Size { width: Int! @external }
  `,
  resolvers: {
    Query: { parcels: () => [{ item: { id: '2' } }, { item: { id: '1' } }] },
    Mutation: { send: (_: unknown, { id }: { id: string }) => ({ item: { id } }) },
    Item: {
      __resolveReference: (item: object) => item,
      cost: ({ weight, size }: { weight: number; size: { width: number } }) => weight * size.width,
    },
  },
};

let graph: TestSupergraph;
beforeAll(async () => {
  graph = await startSupergraph([catalogue, shipping]);
});
afterAll(() => graph.close());
beforeEach(() => {
  heavy.clear();
  heavy.add('2');
  graph.requests.length = 0;
});

const answerTo = async (query: string) => (await graph.run(query)).toResult();
const asked = () => graph.requests.map(({ service }) => service);

describe('a field that only @requires names, fails and may not be null', () => {
  test('takes along nothing that the client asked for of the root', async () => {
    const { data, errors } = await answerTo('{ items { name cost } }');
    expect(data).toEqual({
      items: [
        { name: 'item 1', cost: 21 },
        { name: 'item 2', cost: null },
      ],
    });
    expect(errors?.map(({ message }) => message)).toEqual(expect.arrayContaining([expect.stringMatching(/^No /)]));
  });

  test('takes along nothing of an entity, and the others have their costs', async () => {
    const { data, errors } = await answerTo('{ parcels { item { name cost } } }');
    expect(data).toEqual({
      parcels: [{ item: { name: 'item 2', cost: null } }, { item: { name: 'item 1', cost: 21 } }],
    });
    expect(errors?.map(({ path }) => path)).toEqual(
      expect.arrayContaining([expect.arrayContaining(['parcels', 0, 'item'])]),
    );
  });

  test('is told, and nulls what is around it, where the client asks for it too', async () => {
    const { data } = await answerTo('{ item(id: 2) { name weight cost } }');
    expect(data).toEqual({ item: null });
    expect(asked()).toEqual(['catalogue']);
  });

  test('has no effect of a mutation repeated', async () => {
    const { data } = await answerTo('mutation { add(id: 2) { name cost } }');
    expect(data).toEqual({ add: null });
    expect(asked()).toEqual(['catalogue']);
  });

  test('is asked around below an effect', async () => {
    const { data } = await answerTo('mutation { send(id: 2) { item { name cost } } }');
    expect(data).toEqual({ send: { item: { name: 'item 2', cost: null } } });
    expect(asked().filter((service) => service === 'shipping')).toHaveLength(1);
  });
});

test('where nothing fails, nothing is asked twice', async () => {
  heavy.clear();
  expect((await answerTo('{ items { name cost } }')).errors).toBeUndefined();
  expect(asked()).toEqual(['catalogue', 'shipping']);
});
