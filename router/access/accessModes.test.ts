import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { type RunningRouter, startRouter } from '../startRouter.ts';
import { type ProtectedGraph, type Protection, startProtectedGraph } from '../testkit/protectedGraph.ts';
import { type TestIdentity, testIdentity } from '../testkit/testIdentity.ts';
import { TestSocket } from '../testkit/testSocket.ts';
import { readPolicies } from './policies.ts';

let graph: ProtectedGraph;
let identity: TestIdentity;
let router: RunningRouter | undefined;

beforeAll(async () => {
  [graph, identity] = await Promise.all([startProtectedGraph(), testIdentity()]);
});
afterAll(() => graph?.close());
afterEach(async () => {
  await router?.close();
  graph.fetched();
});

const needs = (...scopes: string[]) => `@requiresScopes(scopes: [${JSON.stringify(scopes)}])`;
const protection: Protection = {
  'Person.note': needs('note:read'),
  'Person.email': needs('pii'),
  'Person.phone': needs('pii'),
  'Person.score': needs('pii'),
  'Query.level': '@authenticated',
  'Query.salary': '@policy(policies: [["own"], ["payroll", "daytime"]])',
  'Mutation.dismiss': needs('hr'),
  'Media.rating': needs('ratings'),
  Secret: needs('secrets'),
};
const policies = readPolicies(
  `policies:
  own: args.of == user.id
  payroll: '"payroll" in user.roles && tenant.slug == "acme"'
  daytime: user.attributes.shift == "day"
`,
  'policies.yaml',
);

async function serve(accessMode: 'reject' | 'filter', also: Protection = {}): Promise<void> {
  router = await startRouter({
    supergraphSdl: graph.supergraph({ ...protection, ...also }),
    auth: { verifier: identity.verifier, signer: identity.signer },
    port: 0,
    accessMode,
    policies,
  });
}

async function ask(
  query: string,
  claims: Record<string, unknown> | null = {},
  variables: object = {},
  // biome-ignore lint/suspicious/noExplicitAny: answers are compared as they came
): Promise<any> {
  const authorization = claims && { authorization: `Bearer ${await identity.token({ scope: '', ...claims })}` };
  const response = await fetch(`${router!.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...authorization },
    body: JSON.stringify({ query, variables }),
  });
  return response.json();
}

// biome-ignore lint/suspicious/noExplicitAny: answers are compared as they came
const errorsOf = ({ errors = [] }: any) =>
  // biome-ignore lint/suspicious/noExplicitAny: answers are compared as they came
  errors.map(({ path, extensions }: any) => [extensions.code, extensions.field, ...(path ? [path.join('.')] : [])]);

/** One operation, what it names that must not be fetched, and how each mode answers a user without scopes. */
interface Case {
  readonly what: string;
  readonly query: string;
  readonly never: RegExp;
  readonly refused: readonly string[];
  readonly data: unknown;
  readonly nulls: readonly string[];
}

const cases: readonly Case[] = [
  {
    what: 'a field',
    query: '{ me { name phone } }',
    never: /phone/,
    refused: ['Person.phone'],
    data: { me: { name: 'Name of me', phone: null } },
    nulls: ['me.phone'],
  },
  {
    what: 'a field under an alias, twice, in lists',
    query: '{ staff { id contact: phone } again: staff { contact: phone id } }',
    never: /phone/,
    refused: ['Person.phone'],
    data: {
      staff: [
        { id: 'a', contact: null },
        { id: 'b', contact: null },
      ],
      again: [
        { contact: null, id: 'a' },
        { contact: null, id: 'b' },
      ],
    },
    nulls: ['staff.0.contact', 'staff.1.contact', 'again.0.contact', 'again.1.contact'],
  },
  {
    what: 'a field that may not be null',
    query: '{ me { name boss { name email } } }',
    never: /email|boss \{ email/,
    refused: ['Person.email'],
    data: { me: { name: 'Name of me', boss: null } },
    nulls: ['me.boss.email'],
  },
  {
    what: 'a field that may not be null below others that may not',
    query: '{ me { name deputy { deputy { email } } } level: __typename }',
    never: /email/,
    refused: ['Person.email'],
    data: { me: null, level: 'Query' },
    nulls: ['me.deputy.deputy.email'],
  },
  {
    what: 'a field that may not be null in a list without nulls',
    query: '{ staff { name email } }',
    never: /email/,
    refused: ['Person.email'],
    data: null,
    nulls: ['staff.0.email', 'staff.1.email'],
  },
  {
    what: 'all fields of an object',
    query: '{ me { phone } }',
    never: /phone/,
    refused: ['Person.phone'],
    data: { me: { phone: null } },
    nulls: ['me.phone'],
  },
  {
    what: 'all of a query',
    query: '{ level }',
    never: /level/,
    refused: ['Query.level'],
    data: { level: null },
    nulls: ['level'],
  },
  {
    what: 'a field chosen on an interface',
    query: '{ nodes { id note } }',
    never: /note/,
    refused: ['Node.note'],
    data: {
      nodes: [
        { id: 'a', note: null },
        { id: 'r', note: null },
      ],
    },
    nulls: ['nodes.0.note', 'nodes.1.note'],
  },
  {
    what: 'a field on one type behind an interface',
    query: '{ nodes { id ... on Person { note name } ... on Robot { note model } } }',
    never: /\.\.\. ?on Person ?\{[^}]*note/,
    refused: ['Person.note'],
    data: {
      nodes: [
        { id: 'a', note: null, name: 'Name of a' },
        { id: 'r', note: 'note of r', model: 'R2' },
      ],
    },
    nulls: ['nodes.0.note'],
  },
  {
    what: 'a protected type in a union',
    query: '{ found { __typename ... on Secret { name where } ... on Robot { model } } }',
    never: /Secret|where/,
    refused: ['Secret'],
    data: {
      found: [
        { __typename: 'Person' },
        { __typename: 'Robot', model: 'R2' },
        { __typename: 'Secret', name: null, where: null },
      ],
    },
    nulls: ['found.2.name', 'found.2.where'],
  },
  {
    what: 'a field that returns a protected type',
    query: '{ drawer { __typename name } }',
    never: /drawer/,
    refused: ['Query.drawer'],
    data: { drawer: null },
    nulls: ['drawer'],
  },
  {
    what: 'named fragments within fragments',
    query: '{ me { ...A } } fragment A on Person { name ...B } fragment B on Node { note ... { id } }',
    never: /note/,
    refused: ['Node.note'],
    data: { me: { name: 'Name of me', note: null, id: 'me' } },
    nulls: ['me.note'],
  },
  {
    what: 'a field that needs a protected field (@requires)',
    query: '{ me { age rank } }',
    never: /email|score|rank/,
    refused: ['Person.rank'],
    data: { me: { age: 30, rank: null } },
    nulls: ['me.rank'],
  },
  {
    what: 'a field of an interface object',
    query: '{ media { title rating } }',
    never: /rating/,
    refused: ['Media.rating'],
    data: {
      media: [
        { title: 'Book', rating: null },
        { title: 'Film', rating: null },
      ],
    },
    nulls: ['media.0.rating', 'media.1.rating'],
  },
  {
    what: 'a field of an interface object, on a type behind it',
    query: '{ media { title ... on Book { rating } } }',
    never: /rating/,
    refused: ['Book.rating'],
    data: { media: [{ title: 'Book', rating: null }, { title: 'Film' }] },
    nulls: ['media.0.rating'],
  },
  {
    what: 'a field with a condition that leaves it out',
    query: '{ me { name phone @include(if: false) email @skip(if: true) } }',
    never: /phone|email/,
    refused: ['Person.phone', 'Person.email'],
    data: { me: { name: 'Name of me' } },
    nulls: [],
  },
  {
    what: 'one of two mutations',
    query: 'mutation { rename(id: "x") { name } dismiss(id: "x") }',
    never: /dismiss/,
    refused: ['Mutation.dismiss'],
    data: { rename: { name: 'Name of x' }, dismiss: null },
    nulls: ['dismiss'],
  },
  {
    what: 'a field that a policy protects',
    query: '{ me { name } salary(of: "somebody") }',
    never: /salary/,
    refused: ['Query.salary'],
    data: { me: { name: 'Name of me' }, salary: null },
    nulls: ['salary'],
  },
];

describe.each(['reject', 'filter'] as const)('in %s mode', (mode) => {
  test.each(cases)('$what', async ({ query, never, refused, data, nulls }) => {
    await serve(mode);
    // Anonymous callers, and users for whom the level is theirs to see.
    const claims = query === '{ level }' ? null : {};
    const code = claims ? 'FORBIDDEN' : 'UNAUTHENTICATED';
    for (const _ of ['first', 'from the cache']) {
      const answer = await ask(query, claims);
      expect(graph.fetched()).not.toMatch(never);
      if (mode === 'reject') {
        expect(answer).not.toHaveProperty('data');
        expect(errorsOf(answer)).toEqual(refused.map((field) => [code, field]));
      } else {
        expect(answer.data).toEqual(data);
        expect(errorsOf(answer).map((error: string[]) => error[2])).toEqual(nulls);
        for (const error of errorsOf(answer)) expect(error[0]).toBe(code);
      }
    }
    // Whoever may have everything gets everything, whatever was decided before for others.
    const all = { scope: 'note:read pii hr ratings secrets', roles: ['payroll'], attributes: { shift: 'day' } };
    expect(await ask(query, all)).toEqual({ data: expect.anything() });
  });

  test('subscriptions: their root is refused, their fields are as in any operation', async () => {
    await serve(mode, { 'Subscription.arrivals': needs('arrivals') });
    const closed = await TestSocket.ready(router!.url, await identity.token({ scope: '' }));
    await closed.subscribe('1', 'subscription { arrivals { name } }');
    expect(await closed.next()).toMatchObject({ type: 'error', payload: [{ extensions: { code: 'FORBIDDEN' } }] });
    await closed.close();
    const open = await TestSocket.ready(router!.url, await identity.token({ scope: 'arrivals' }));
    await open.subscribe('1', 'subscription { arrivals { name phone } }');
    const message = await open.next();
    if (mode === 'reject') expect(message.type).toBe('error');
    else {
      expect(message.payload.data).toEqual({ arrivals: { name: 'Name of new', phone: null } });
      expect(message.payload.errors[0]).toMatchObject({
        path: ['arrivals', 'phone'],
        extensions: { code: 'FORBIDDEN' },
      });
    }
    expect(graph.fetched()).not.toMatch(/phone/);
    await open.close();
  });

  test('policies see user, tenant and coerced arguments, and each caller is judged anew', async () => {
    await serve(mode);
    const query = 'query ($of: ID!) { salary(of: $of) }';
    const own = { sub: '01890000-0000-7000-8000-0000000000ad' };
    const isOpen = async (claims: object, of: unknown) => (await ask(query, { ...claims }, { of })).data?.salary > 0;
    expect(await isOpen(own, own.sub)).toBe(true);
    expect(await isOpen(own, 'other')).toBe(false);
    expect(await isOpen({ sub: '01890000-0000-7000-8000-0000000000ae' }, own.sub)).toBe(false);
    expect(await isOpen({ roles: ['payroll'] }, 'other')).toBe(false);
    expect(await isOpen({ roles: ['payroll'], attributes: { shift: 'day' } }, 'other')).toBe(true);
    // A number is an ID too, and is compared as the text that the subgraph will get.
    expect(await isOpen({ sub: '01890000-0000-7000-8000-000000000007' }, 7)).toBe(false);
    expect((await ask(query, own, { of: { no: 'id' } })).errors[0].extensions.code).toBe('BAD_USER_INPUT');
  });
});

test('a policy that is not in the file, or fails, is not met', () => {
  const some = readPolicies('policies:\n  broken: args.missing.deeper == 1\n  open: "true"\n', 'p.yaml');
  const principal = {
    tenantId: 't',
    tenantSlug: 't',
    userId: 'u',
    roles: [],
    scopes: [],
    attributes: {},
    tokenExpiresAt: 0,
  };
  expect(['broken', 'absent', 'open'].map((name) => some.isMet(name, principal, {}))).toEqual([false, false, true]);
  for (const text of ['- a list', 'policies: [', 'policies:\n  a: user.id ==', 'policies:\n  b: nobody.id == "x"']) {
    expect(() => readPolicies(text, 'p.yaml')).toThrow(expect.objectContaining({ code: 'POLICIES_INVALID' }));
  }
});
