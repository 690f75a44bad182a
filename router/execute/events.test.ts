import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { parse } from 'graphql';
import { startSupergraph, type TestSupergraph } from '#tests/supergraph.ts';
import type { EventSource } from './compiledOperation.ts';

const alerts = {
  name: 'alerts',
  sdl: `
    extend schema @link(url: "https://specs.inopsio.dev/inopsio/v1.0", import: ["@eventStream"]) @composeDirective(name: "@eventStream")
    directive @eventStream(topic: String!, entity: String!, filter: String) on FIELD_DEFINITION
    type Query { alert: Alert }
    type Alert @key(fields: "id") { id: ID! severity: String! note(upper: Boolean): String by: User source: Source }
    type Source { name: String }
    type User @key(fields: "id", resolvable: false) { id: ID! }
    type Subscription {
      alertRaised(min: Int = 1): Alert! @eventStream(topic: "threat.detected", entity: "{ id: alert_id }", filter: "true")
      ticked: Int
    }
  `,
  resolvers: {
    Alert: {
      __resolveReference: ({ id }: { id: string }) =>
        id === 'gone' ? null : { id, severity: 'HIGH', by: { id: 'u1' }, source: { name: 'probe' } },
      note: (_: unknown, { upper }: { upper?: boolean }) => (upper ? 'NOTE' : 'note'),
    },
  },
};
const users = {
  name: 'users',
  sdl: 'type Query { users: [User] } type User @key(fields: "id") { id: ID! name: String }',
  resolvers: { User: { __resolveReference: ({ id }: { id: string }) => ({ id, name: `name of ${id}` }) } },
};

let graph: TestSupergraph;
beforeAll(async () => {
  graph = await startSupergraph([alerts, users]);
});
afterAll(() => graph.close());
beforeEach(() => {
  graph.requests.length = 0;
});

async function onEvent(query: string, source: EventSource, variables: Record<string, unknown> = {}) {
  const operation = graph.engine.compile(parse(query));
  return operation.executeEvent({ variables, headers: () => ({}) }, source);
}
const entity = (fields: Record<string, unknown>): EventSource => ({
  kind: 'entity',
  representation: { __typename: 'Alert', ...fields },
});

describe('an event that names an entity', () => {
  test('answers alone when it tells everything', async () => {
    const source = entity({ id: 'a1', severity: 'LOW', source: { name: 'sensor' }, more: 1 });
    const { json } = await onEvent(
      'subscription { raised: alertRaised { severity x: id source { name } __typename } }',
      source,
    );
    expect(json).toBe(
      '{"data":{"raised":{"severity":"LOW","x":"a1","source":{"name":"sensor"},"__typename":"Alert"}}}',
    );
    expect(graph.requests).toEqual([]);
  });

  test('is completed by the owning subgraph, and then by the others', async () => {
    const query = 'subscription ($up: Boolean) { alertRaised { id note(upper: $up) by { name } } }';
    const answer = await onEvent(query, entity({ id: 'a1', severity: 'LOW' }), { up: true });
    expect(answer.toResult()).toEqual({
      data: { alertRaised: { id: 'a1', note: 'NOTE', by: { name: 'name of u1' } } },
    });
    expect(graph.requests.map(({ service }) => service)).toEqual(['alerts', 'users']);
    expect(graph.requests[0]?.variables).toEqual({ representations: [{ __typename: 'Alert', id: 'a1' }], up: true });
  });

  test('asks the other subgraphs only, when the event tells the rest', async () => {
    const answer = await onEvent(
      'subscription { alertRaised { by { name } } }',
      entity({ id: 'a1', by: { __typename: 'User', id: 'u2' } }),
    );
    expect(answer.toResult()).toEqual({ data: { alertRaised: { by: { name: 'name of u2' } } } });
    expect(graph.requests.map(({ service }) => service)).toEqual(['users']);
  });

  test('that is no more is null, which a non-null field reports', async () => {
    for (const source of [entity({ id: 'gone' }), { kind: 'entity', representation: null } as const]) {
      const answer = await onEvent('subscription { alertRaised { severity } }', source);
      expect(answer.toResult()).toMatchObject({ data: null, errors: [{ path: ['alertRaised'] }] });
    }
  });
});

test('a frame of the subgraph is completed by the others, and its errors keep their place', async () => {
  const query = 'subscription { raised: alertRaised { id by { name } source { name } } }';
  const operation = graph.engine.compile(parse(query));
  expect(operation.subscription?.operation).toContain('alertRaised');
  const frame = {
    data: { alertRaised: { id: 'a2', by: { __typename: 'User', id: 'u3' }, source: null } },
    errors: [{ message: 'No source.', path: ['alertRaised', 'source'] }],
  };
  const answer = await onEvent(query, { kind: 'frame', frame });
  expect(answer.toResult()).toEqual({
    errors: [{ message: 'No source.', path: ['raised', 'source'], extensions: { code: 'SUBGRAPH_ERROR' } }],
    data: { raised: { id: 'a2', by: { name: 'name of u3' }, source: null } },
  });
});

test('the source of a subscription is known before its first event', async () => {
  const operation = graph.engine.compile(parse('subscription ($min: Int) { x: alertRaised(min: $min) { id } }'));
  expect(operation.subscription).toMatchObject({
    service: 'alerts',
    rootField: { name: 'alertRaised', responseKey: 'x' },
  });
  expect(operation.subscription?.rootField.argumentsOf({})).toEqual({ min: 1 });
  expect(operation.subscription?.rootField.argumentsOf({ min: 4 })).toEqual({ min: 4 });
  expect(graph.engine.eventStreams.get('alertRaised')).toEqual({
    field: 'alertRaised',
    topic: 'threat.detected',
    entity: { id: 'alert_id' },
    filter: 'true',
    type: 'Alert',
  });
  expect(graph.engine.eventStreams.has('ticked')).toBe(false);
});

test('each way of executing refuses what the other is for', async () => {
  const request = { variables: {}, headers: () => ({}) };
  const query = graph.engine.compile(parse('{ users { id } }'));
  await expect(query.executeEvent(request, entity({ id: '1' }))).rejects.toThrow('executeEvent was called for a query');
  const subscription = graph.engine.compile(parse('subscription { ticked }'));
  await expect(subscription.execute(request)).rejects.toThrow('execute was called for a subscription');
});
