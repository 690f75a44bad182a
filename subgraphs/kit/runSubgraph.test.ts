import { generateKeyPairSync } from 'node:crypto';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { contextHeader, createContextSigner } from '#platform/identity/signedContext.ts';
import { uuidv7 } from '#platform/ids/uuidv7.ts';
import { createLogger } from '#platform/logs/logger.ts';
import { nextEvent } from './testkit/nextEvent.ts';
import { shelfDefinition, shelfSdl } from './testkit/shelfDefinition.ts';
import { tenantA, tenantB } from './testkit/startTestStore.ts';
import { startTestSubgraph, type TestSubgraph } from './testkit/startTestSubgraph.ts';
import { testPrincipal } from './testkit/testPrincipal.ts';

const addShelf = `mutation ($name: String!, $fail: Boolean) { addShelf(name: $name, fail: $fail) {
  __typename ... on Shelf { id name books { totalCount } } ... on Conflict { code message } } }`;
const shelves = `{ shelves { totalCount edges { node { name books(first: 2) { totalCount edges { node { title shelf { name } } } } } } } }`;

/** Shelves of books of shelves of books … */
function nested(depth: number): string {
  const inner = Array.from({ length: depth / 4 }).reduce<string>(
    (text) => `books { edges { node { shelf { ${text} } } } }`,
    'id',
  );
  return `shelves { edges { node { ${inner} } } }`;
}

describe('a running subgraph', () => {
  let world: TestSubgraph;
  const logged: string[] = [];

  beforeAll(async () => {
    const lines = new PassThrough();
    lines.on('data', (line: Buffer) => logged.push(line.toString()));
    world = await startTestSubgraph(shelfDefinition, { sdl: shelfSdl, logger: createLogger('test', lines) });
    for (const name of ['Poems', 'Plays', 'Maps']) await world.query(addShelf, { name });
  });

  afterAll(() => world.close());

  const post = (headers: Record<string, string>, body = '{"query":"{ whoAmI }"}') =>
    fetch(world.subgraph.graphqlUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
    });
  const signed = () => ({ [contextHeader]: world.sign(testPrincipal()) });

  describe('who asks', () => {
    const stranger = createContextSigner(generateKeyPairSync('ed25519').privateKey);

    test.each([
      ['no context', {}, 'CONTEXT_MISSING'],
      ['a context signed by another key', { [contextHeader]: stranger.sign(testPrincipal()) }, 'CONTEXT_INVALID'],
      ['a context that is none', { [contextHeader]: 'a.b.c' }, 'CONTEXT_INVALID'],
    ])('%s: HTTP 401 and nothing answered', async (_what, headers, code) => {
      for (const body of [
        '{"query":"{ whoAmI }"}',
        '{"query":"{ _service { sdl } }"}',
        '{"query":"{ __typename }"}',
        '{',
      ]) {
        const response = await post(headers as Record<string, string>, body);
        expect(response.status).toBe(401);
        expect(await response.json()).toEqual({
          errors: [{ message: expect.any(String), extensions: expect.objectContaining({ code }) }],
        });
      }
    });

    test.each(['/graphql', '/health', '/health/nothing', '/health/../graphql', '/', '//health/live'])(
      'without a context nothing answers at GET %s',
      async (path) => expect((await fetch(world.subgraph.url + path)).status).toBe(401),
    );

    test('the principal of the context reaches the resolver; without one the field is refused', async () => {
      expect((await world.query('{ whoAmI }')).data).toEqual({ whoAmI: testPrincipal().userId });
      expect((await world.query('{ whoAmI }', {}, null)).errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
    });
  });

  describe('sessions', () => {
    test('a nested list costs one statement per level, first and compiled execution alike', async () => {
      const first = await world.query(shelves);
      const compiled = await world.query(shelves);
      const again = await world.query(shelves);
      expect(first.errors).toBeUndefined();
      expect(compiled).toEqual(first);
      expect(again).toEqual(first);
      expect(first.data?.shelves).toMatchObject({ totalCount: 3, edges: { length: 3 } });
      expect(first.data?.shelves.edges[0].node).toMatchObject({ name: 'Maps', books: { totalCount: 3 } });
      // Shelves, their count, books, their counts, the shelves of the books.
      expect(first.extensions?.sqlStatements).toBe(5);
    });

    test('entities of one request are looked up by one statement; what is not there is null', async () => {
      const { data } = await world.query('{ shelves { edges { node { id } } } }');
      const ids: string[] = data!.shelves.edges.map((edge: { node: { id: string } }) => edge.node.id);
      const representations = [...ids, 'nonsense', tenantA].map((id) => ({ __typename: 'Shelf', id }));
      const lookup = 'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Shelf { name } } }';
      const answer = await world.query(lookup, { r: representations });
      expect(answer.data?._entities.map((one: { name: string } | null) => one?.name)).toEqual([
        'Maps',
        'Plays',
        'Poems',
        undefined,
        undefined,
      ]);
      expect(answer.extensions?.sqlStatements).toBe(1);
    });

    test('the other tenant sees nothing of it', async () => {
      const answer = await world.query(shelves, {}, testPrincipal({ tenantId: tenantB }));
      expect(answer.data).toEqual({ shelves: { totalCount: 0, edges: [] } });
    });

    test('a mutation commits whole, shows its result and answers an expected failure as a type', async () => {
      const added = await world.query(addShelf, { name: 'Essays' }, testPrincipal({ tenantId: tenantB }));
      expect(added.data?.addShelf).toMatchObject({ __typename: 'Shelf', name: 'Essays', books: { totalCount: 3 } });
      expect(added.extensions?.events).toEqual([{ id: expect.stringMatching(/^[\da-f-]{36}$/), name: 'lead.created' }]);
      const twice = await world.query(addShelf, { name: 'Essays' }, testPrincipal({ tenantId: tenantB }));
      expect(twice.data?.addShelf).toMatchObject({ __typename: 'Conflict', code: 'CONFLICT' });
      expect(twice.extensions).not.toHaveProperty('events');
      const essays = "SELECT FROM shelves WHERE name = 'Essays'";
      expect(await world.store.read(tenantB, (session) => session.query(essays))).toHaveLength(1);
    });

    test('an event of a mutation reaches the log with the trace of its request', async () => {
      const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
      const body = JSON.stringify({ query: addShelf, variables: { name: 'Traced' } });
      await post({ ...signed(), traceparent: `00-${traceId}-00f067aa0ba902b7-01` }, body);
      const event = await nextEvent(world.eventLog, 'lead.created', ({ payload }) => payload.name === 'Traced');
      expect(event.header).toMatchObject({ tenant_id: tenantA, trace_id: traceId, source: 'shelf' });
    });

    test('a tenant that was created elsewhere is provisioned on its event, and says so', async () => {
      const tenant_id = uuidv7();
      const topic = 'tenant.created';
      const timestamp = new Date().toISOString();
      await world.eventLog.append([
        {
          topic,
          key: tenant_id,
          header: {
            event_id: uuidv7(),
            event_name: 'tenant.created',
            source: 'tenant',
            timestamp,
            tenant_id,
            trace_id: '4bf92f3577b34da6a3ce929d0e0e4736',
            version: '1.0.0',
            schema: 'tenant.created-1.0.0',
          },
          payload: { tenant_id, slug: 'new', name: 'New', plan: 'FREE', region: 'eu', created_at: timestamp },
        },
      ]);
      await nextEvent(world.eventLog, 'tenant.provisioned', ({ payload }) => payload.tenant_id === tenant_id);
      const answer = await world.query(addShelf, { name: 'First' }, testPrincipal({ tenantId: tenant_id }));
      expect(answer.data?.addShelf.__typename).toBe('Shelf');
    });

    test('a mutation that fails leaves nothing behind', async () => {
      const failed = await world.query(addShelf, { name: 'Half', fail: true });
      expect(failed.errors?.[0]?.extensions.code).toBe('INTERNAL_ERROR');
      const left = await world.store.read(tenantA, (session) =>
        session.query("SELECT FROM shelves WHERE name = 'Half'"),
      );
      expect(left).toEqual([]);
    });

    test('more requests at once than connections all end', async () => {
      const answers = await Promise.all(
        Array.from({ length: 40 }, (_, index) =>
          world.query(addShelf, { name: `Many ${index}` }, testPrincipal({ tenantId: tenantB })),
        ),
      );
      expect(answers.map(({ data }) => data?.addShelf.__typename)).toEqual(Array(40).fill('Shelf'));
    });

    test("other tenants' stores are for operators only", async () => {
      const provision = 'mutation ($id: ID!) { provision(tenantId: $id) }';
      const id = '01890000-0000-7000-8000-0000000000cc';
      expect((await world.query(provision, { id })).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
      const operator = testPrincipal({ roles: ['platform-operator'] });
      expect((await world.query(provision, { id }, operator)).data).toEqual({ provision: true });
      expect(await world.store.tenants()).toContain(id);
    });
  });

  describe('failures', () => {
    test('an internal error is masked, named by its request id, and told to the log', async () => {
      const response = await post({ ...signed(), 'x-request-id': 'request-7' }, '{"query":"{ broken }"}');
      const body = await response.text();
      expect(body).not.toMatch(/secret of the implementation|shelfDefinition/);
      expect(JSON.parse(body)).toMatchObject({
        data: { broken: null },
        errors: [{ path: ['broken'], extensions: { code: 'INTERNAL_ERROR', requestId: 'request-7' } }],
      });
      expect(logged.join('')).toMatch(/"requestId":"request-7".*secret of the implementation/);
    });

    test.each([
      ['syntax', '{ whoAmI', {}, 'GRAPHQL_PARSE_FAILED'],
      ['unknown field', '{ whoAreYou }', {}, 'GRAPHQL_VALIDATION_FAILED'],
      [
        'variable of the wrong type',
        'query ($n: Int) { shelves(first: $n) { totalCount } }',
        { n: 'many' },
        'BAD_USER_INPUT',
      ],
      ['a document that is too deep', `{ ${nested(40)} }`, {}, 'LIMIT_DEPTH'],
      ['a document that is too long', `{ ${'whoAmI '.repeat(20_001)} }`, {}, 'GRAPHQL_PARSE_FAILED'],
      ['two operations, none named', 'query A { whoAmI } query B { whoAmI }', {}, 'OPERATION_NOT_FOUND'],
    ])(
      '%s: HTTP 400 with a code, whether it is the first or the compiled execution',
      async (_what, query, variables, code) => {
        for (let round = 0; round < 3; round += 1) {
          const answer = await world.query(query, variables);
          expect(answer).toMatchObject({ status: 400, errors: [{ extensions: { code } }] });
          expect(answer).not.toHaveProperty('data');
        }
      },
    );

    test.each([
      ['no JSON', '{', 400, 'BAD_REQUEST'],
      ['a batch', '[{"query":"{ whoAmI }"}]', 400, 'BAD_REQUEST'],
      ['no query', '{}', 400, 'BAD_REQUEST'],
      ['variables that are no object', '{"query":"{ whoAmI }","variables":[1]}', 400, 'BAD_REQUEST'],
      ['an operation name that is none', '{"query":"{ whoAmI }","operationName":"a\\n{"}', 400, 'BAD_REQUEST'],
      ['a huge body', JSON.stringify({ query: `{ whoAmI } #${'x'.repeat(5_000_000)}` }), 413, 'PAYLOAD_TOO_LARGE'],
    ])('%s is refused', async (_what, body, status, code) => {
      const response = await post(signed(), body);
      expect(response.status).toBe(status);
      expect(await response.json()).toMatchObject({ errors: [{ extensions: { code } }] });
    });

    test('another media type is refused', async () => {
      const response = await post({ ...signed(), 'content-type': 'text/plain' });
      expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'UNSUPPORTED_MEDIA_TYPE' } }] });
    });

    test('operations of one document are not taken for one another once compiled', async () => {
      const query = 'query A { whoAmI } query B { __typename }';
      for (let round = 0; round < 3; round += 1) {
        const [a, b] = await Promise.all(
          ['A', 'B'].map(async (operationName) =>
            (await post(signed(), JSON.stringify({ query, operationName }))).json(),
          ),
        );
        expect(a).toMatchObject({ data: { whoAmI: testPrincipal().userId } });
        expect(b).toMatchObject({ data: { __typename: 'Query' } });
      }
    });
  });

  test('health tells each check with status and latency, without a context', async () => {
    const get = async (path: string) => (await fetch(`${world.subgraph.url}/health/${path}`)).json();
    expect(await get('live')).toEqual({ status: 'up' });
    expect(await get('startup')).toEqual({ status: 'up' });
    const ready = (await get('ready')) as { checks: { name: string; status: string; latencyMs: number }[] };
    expect(ready).toMatchObject({ status: 'up' });
    expect(ready.checks.map(({ name, status }) => `${name} ${status}`)).toEqual(
      expect.arrayContaining(['database up', 'event-log up', 'relay up']),
    );
    expect(ready.checks.every(({ latencyMs }) => latencyMs >= 0)).toBe(true);
  });
});
