import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { defineSubgraph } from '../defineSubgraph.ts';
import { startTestSubgraph, type TestSubgraph } from '../testkit/startTestSubgraph.ts';

const sdl = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@authenticated"])
  scalar DateTime
  scalar Decimal
  scalar JSON
  enum Size { SMALL LARGE }
  input Part { at: DateTime!, price: Decimal }
  input Whole {
    id: ID!
    text: String
    count: Int! = 3
    share: Float
    on: Boolean
    size: Size
    parts: [Part!]
    any: JSON
  }
  type Query { echo(whole: Whole!, parts: [Part!] = []): JSON @authenticated }`;

const echo = defineSubgraph({
  name: 'echo',
  entities: [],
  migrations: [],
  resolvers: { Query: { echo: (_: unknown, given: unknown) => given } },
});
const id = '7';
const at = '2026-01-31T09:30:00Z';

describe('a request is answered alike, however often its document was executed before', () => {
  let world: TestSubgraph;
  let documents = 0;
  beforeAll(async () => {
    world = await startTestSubgraph(echo, { sdl, tenants: [] });
  });
  afterAll(() => world.close());

  /** The answers to one document's first executions; the compiled executor has all but the first. */
  async function answers(variables: Record<string, unknown>) {
    documents += 1;
    const document = `query Echo${documents}($whole: Whole!, $parts: [Part!]) { echo(whole: $whole, parts: $parts) }`;
    const ask = () => world.query(document, variables);
    return [await ask(), await ask(), await ask()] as const;
  }

  test.each([
    ['nothing', {}],
    ['null', { whole: null }],
    ['no object', { whole: 'x' }],
    ['a field missing', { whole: {} }],
    ['an unknown field', { whole: { id, nope: 1 } }],
    ['a number for a text', { whole: { id, text: 7 } }],
    ['a text for a whole number', { whole: { id, count: '1' } }],
    ['a fraction for a whole number', { whole: { id, count: 1.5 } }],
    ['too great a number', { whole: { id, count: 99_999_999_999 } }],
    ['null for what has a default', { whole: { id, count: null } }],
    ['a text for a number', { whole: { id, share: 'NaN' } }],
    ['a number for a truth value', { whole: { id, on: 1 } }],
    ['an unknown name', { whole: { id, size: 'HUGE' } }],
    ['a number for a name', { whole: { id, size: 1 } }],
    ['an object for an id', { whole: { id: {} } }],
    ['a truth value for an id', { whole: { id: true } }],
    ['a time that is none', { whole: { id, parts: [{ at: 'yesterday' }] } }],
    ['a number for a time', { whole: { id, parts: [{ at: 5 }] } }],
    ['a price that is none', { whole: { id, parts: [{ at, price: '1,5' }] } }],
    ['null in a list', { whole: { id, parts: [null] } }],
    ['faults in several places', { whole: { id, parts: [{ at: 1 }, {}] }, parts: 'x' }],
  ])('%s is refused in the same words', async (_what, variables) => {
    const [first, ...later] = await answers(variables);
    expect([first.status, first.errors![0]!.extensions.code]).toEqual([400, 'BAD_USER_INPUT']);
    expect(first.errors![0]!.message).toMatch(/^Variable "\$/);
    for (const answer of later) expect(answer).toEqual(first);
  });

  test.each([
    ['least', { whole: { id } }],
    ['a number as id', { whole: { id: 7 } }],
    [
      'everything',
      { whole: { id, text: '', count: 0, share: 1, on: false, size: 'LARGE', parts: [{ at }], any: [{}] } },
    ],
    ['nulls', { whole: { id, text: null, parts: null, any: null }, parts: null }],
    ['one for a list', { whole: { id, parts: { at, price: 5 } }, parts: { at } }],
  ])('%s is taken as the same', async (_what, variables) => {
    const [first, ...later] = await answers(variables);
    expect(first).toMatchObject({ status: 200, data: { echo: { whole: { id: '7' } } } });
    for (const answer of later) expect(answer).toEqual(first);
  });
});
