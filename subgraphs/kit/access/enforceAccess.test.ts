import { describe, expect, test } from '@jest/globals';
import { type ExecutionResult, graphql } from 'graphql';
import type { CodedError } from '#platform/errors/codedError.ts';
import type { Principal } from '#platform/identity/principal.ts';
import { buildExecutableSchema } from '../server/buildExecutableSchema.ts';
import { callerOf } from '../server/caller.ts';

const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9",
  import: ["@key", "@authenticated", "@requiresScopes", "@policy"])`;

const sdl = `${link}
  type Query {
    open: Int
    signedIn: Int @authenticated
    reader: Int @requiresScopes(scopes: [["a:read"], ["b:read", "b:more"]])
    secret: Secret
    either: Either
    list: [Either!]
  }
  type Mutation { change: Either }
  type Secret @key(fields: "id") @requiresScopes(scopes: [["secret:read"]]) {
    id: ID!
    deeper: String @requiresScopes(scopes: [["secret:deep"]])
    again: Secret
  }
  type Plain { id: ID! }
  union Either = Secret | Plain`;

function principal(...scopes: string[]): Principal {
  const id = '01890000-0000-7000-8000-00000000ac3e';
  return { tenantId: id, tenantSlug: 'acme', userId: id, roles: [], scopes, attributes: {}, tokenExpiresAt: 2e9 };
}

function world() {
  const changes: string[] = [];
  const secret = { __typename: 'Secret', id: '1', deeper: 'deep', again: { id: '2' } };
  const schema = buildExecutableSchema(sdl, {
    Query: {
      open: () => 1,
      signedIn: () => 1,
      reader: () => 1,
      secret: () => secret,
      either: async () => secret,
      list: () => [{ __typename: 'Plain', id: '3' }, secret],
    },
    Mutation: {
      change: () => {
        changes.push('changed');
        return { __typename: 'Plain', id: '4' };
      },
    },
    Secret: { __resolveReference: (reference: object) => ({ ...reference }) },
  });
  const ask = async (source: string, who: Principal | null) => {
    const contextValue = { [callerOf]: who };
    return graphql({ schema, source, contextValue }) as Promise<ExecutionResult<Record<string, unknown>>>;
  };
  return { ask, changes };
}

function codes({ errors }: ExecutionResult): unknown[] {
  return (errors ?? []).map((error) => (error.originalError as CodedError).code);
}

describe('access rules of the SDL, enforced in the subgraph', () => {
  test('a field without a rule is open to whoever the router signed for', async () => {
    const { ask } = world();
    expect((await ask('{ open }', null)).data).toEqual({ open: 1 });
  });

  test('@authenticated refuses those who are not signed in', async () => {
    const { ask } = world();
    expect(codes(await ask('{ signedIn }', null))).toEqual(['UNAUTHENTICATED']);
    expect((await ask('{ signedIn }', principal())).data).toEqual({ signedIn: 1 });
  });

  test.each([
    [[], ['FORBIDDEN']],
    [['b:read'], ['FORBIDDEN']],
    [['b:read', 'b:more'], []],
    [['a:read'], []],
  ])('alternatives of @requiresScopes: %j gives %j', async (scopes, expected) => {
    const { ask } = world();
    expect(codes(await ask('{ reader }', principal(...scopes)))).toEqual(expected);
  });

  test('the rule of a type holds for every field that yields it, and its fields may ask for more', async () => {
    const { ask } = world();
    expect(codes(await ask('{ secret { id } }', principal()))).toEqual(['FORBIDDEN']);
    const partly = await ask('{ secret { id deeper again { id } } }', principal('secret:read'));
    expect(partly.data).toEqual({ secret: { id: '1', deeper: null, again: { id: '2' } } });
    expect(codes(partly)).toEqual(['FORBIDDEN']);
  });

  test('a union is judged by what it turns out to be', async () => {
    const { ask } = world();
    expect(codes(await ask('{ either { __typename } }', principal()))).toEqual(['FORBIDDEN']);
    expect(codes(await ask('{ list { __typename } }', principal()))).toEqual(['FORBIDDEN']);
    expect(codes(await ask('{ either { __typename } list { __typename } }', principal('secret:read')))).toEqual([]);
  });

  test('a mutation changes nothing for one who may not see its result', async () => {
    const { ask, changes } = world();
    expect(codes(await ask('mutation { change { __typename } }', principal()))).toEqual(['FORBIDDEN']);
    expect(changes).toEqual([]);
    await ask('mutation { change { __typename } }', principal('secret:read'));
    expect(changes).toEqual(['changed']);
  });

  test('an entity lookup is judged by the rule of its type, one by one', async () => {
    const { ask } = world();
    const lookup = `{ _entities(representations: [{ __typename: "Secret", id: "7" }]) { ... on Secret { id } } }`;
    expect(codes(await ask(lookup, null))).toEqual(['UNAUTHENTICATED']);
    expect(codes(await ask(lookup, principal()))).toEqual(['FORBIDDEN']);
    expect((await ask(lookup, principal('secret:read'))).data).toEqual({ _entities: [{ id: '7' }] });
  });

  test.each(['{ __typename: "Plain", id: "1" }', '{ __typename: "Query" }', '{ id: "1" }', '"Secret"'])(
    'a representation that is no entity is the fault of the caller: %s',
    async (representation) => {
      const { ask } = world();
      const lookup = `{ _entities(representations: [${representation}]) { __typename } }`;
      expect(codes(await ask(lookup, principal('secret:read')))).toEqual(['BAD_USER_INPUT']);
    },
  );
});

describe('a definition that nobody could enforce', () => {
  const resolvers = { Query: { a: () => null } };

  test('@policy is refused at start', () => {
    const policed = `${link} type Query { a: Int @policy(policies: [["p"]]) }`;
    expect(() => buildExecutableSchema(policed, resolvers)).toThrow(/Query\.a carries @policy/);
  });

  test('an entity with a resolvable key needs a lookup', () => {
    const entity = `${link} type Query { a: A } type A @key(fields: "id") { id: ID! }`;
    expect(() => buildExecutableSchema(entity, resolvers)).toThrow(/Entity A has a resolvable key/);
    const stub = entity.replace('"id")', '"id", resolvable: false)');
    expect(() => buildExecutableSchema(stub, resolvers)).not.toThrow();
  });
});
