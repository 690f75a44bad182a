import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { getNamedType, isCompositeType } from 'graphql';
import { scopesOfRoles } from '#platform/identity/roles.ts';
import { uuidv7 } from '#platform/ids/uuidv7.ts';
import { createRandom } from '#tests/reference/world/random.ts';
import { accessOfRootFields, allows, type RootFieldAccess } from './accessOfRootFields.ts';
import { rootTypes } from './apiSchema.ts';
import { GraphSocket } from './clients/graphSocket.ts';
import { codesOf, postGraphql } from './clients/postGraphql.ts';
import { inputValue } from './generate/inputValue.ts';
import { Variables } from './generate/variables.ts';
import { startTestPlatform, type TestGraph } from './startTestPlatform.ts';

const callers = [
  ['acme', 'vic', 'viewer'],
  ['acme', 'mia', 'member'],
  ['acme', 'alan', 'manager'],
  ['acme', 'ada', 'admin'],
  ['platform', 'ops', 'platform-operator'],
] as const;
const fields = accessOfRootFields();

let graph: TestGraph;
beforeAll(async () => {
  graph = await startTestPlatform();
});
afterAll(() => graph?.close());

/** A request of one root field that is well formed, names nothing that exists, and so changes as little as may be. */
function requestOf({ kind, field }: RootFieldAccess): { query: string; variables: Record<string, unknown> } {
  const definition = rootTypes[kind].getFields()[field]!;
  const variables = new Variables();
  const args = definition.args.map((arg) => `${arg.name}: $${variables.declare(arg, definition, kind)}`);
  const call = `${field}${args.length > 0 ? `(${args.join(', ')})` : ''}`;
  const body = isCompositeType(getNamedType(definition.type)) ? `${call} { __typename }` : call;
  const value = (type: string): unknown =>
    ({ ID: uuidv7(), Int: 1, Float: 1, Boolean: true, Decimal: '1.00', DateTime: '2026-01-31T09:30:00.000Z' })[type] ??
    '?';
  const random = createRandom(1);
  return {
    query: `${kind} Permission${variables.definitions} { ${body} }`,
    variables: Object.fromEntries(variables.all.map((each) => [each.name, inputValue(each, random, value)])),
  };
}

/** The first refusal over HTTP, or over a WebSocket for subscriptions; undefined when the field was served. */
async function refusalOf(access: RootFieldAccess, authorization?: string): Promise<string | undefined> {
  const { query, variables } = requestOf(access);
  if (access.kind !== 'subscription') {
    return codesOf(
      await postGraphql(graph.graphqlUrl, { query, variables }, authorization ? { authorization } : {}),
    )[0];
  }
  const socket = await GraphSocket.ready(graph.platform.routerUrl, authorization?.replace('Bearer ', ''));
  await socket.subscribe('1', query, variables);
  const [refused] = socket.unread('1');
  await socket.close();
  return refused?.payload[0].extensions.code;
}

test('every root field asks for a signed-in user', () => {
  expect(fields.filter(({ authenticated }) => !authenticated).map(({ field }) => field)).toEqual([]);
  expect(fields.length).toBeGreaterThan(80);
});

describe('every root field of the API', () => {
  test('refuses callers without token', async () => {
    for (const access of fields) {
      expect({ field: access.field, code: await refusalOf(access) }).toEqual({
        field: access.field,
        code: 'UNAUTHENTICATED',
      });
    }
  });

  test.each(callers)('serves or refuses %s/%s as the SDL and the role %s say', async (tenant, user, role) => {
    const { authorization } = await graph.bearer(tenant, user);
    const scopes = scopesOfRoles([role]);
    const wrong = [];
    for (const access of fields) {
      const code = await refusalOf(access, authorization);
      const expected = allows(access, scopes) ? 'served' : 'FORBIDDEN';
      // Beside rights nothing else may stand in the way but values that are refused.
      const found = code === undefined || code === 'BAD_USER_INPUT' ? 'served' : code;
      if (found !== expected) wrong.push(`${access.kind} ${access.field}: ${found} instead of ${expected}`);
    }
    expect(wrong).toEqual([]);
  });
});

describe('every root field of a subgraph', () => {
  test.each(callers)('asks %s/%s for the rights of role %s again', async (tenant, user, role) => {
    const context = { 'x-inopsio-context': graph.contexts.sign(graph.principal(tenant, user)) };
    const scopes = scopesOfRoles([role]);
    const wrong = [];
    for (const access of fields.filter(({ kind }) => kind !== 'subscription')) {
      const answers = await Promise.all(
        graph.platform.subgraphs.map(({ url }) => postGraphql(url, requestOf(access), context)),
      );
      // Subgraphs that do not have the field say so.
      const codes = answers.map((answer) => codesOf(answer)[0]).filter((code) => code !== 'GRAPHQL_VALIDATION_FAILED');
      const found = codes.length === 1 && codes[0] === 'FORBIDDEN' ? 'FORBIDDEN' : 'served';
      const expected = allows(access, scopes) ? 'served' : 'FORBIDDEN';
      if (found !== expected) wrong.push(`${access.kind} ${access.field}: ${codes} instead of ${expected}`);
    }
    expect(wrong).toEqual([]);
  });
});
