import { EventEmitter, on } from 'node:events';
import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { startTestSubgraph, type TestSubgraph } from './startTestSubgraph.ts';

const links = `
  extend schema
    @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@authenticated", "@requiresScopes", "@shareable", "@composeDirective"])
    @link(url: "https://specs.inopsio.dev/inopsio/v1.0", import: ["@eventStream"])
    @composeDirective(name: "@eventStream")
  directive @eventStream(topic: String!, entity: String!, filter: String) on FIELD_DEFINITION
`;

const alerts = parse(`${links}
  type Query {
    open: String!
    echo(text: String!, times: Int = 1): String!
    broken: String
    alerts: [Alert!]! @requiresScopes(scopes: [["alert:read"]])
    whoami: String @authenticated
  }
  type Mutation { raise(id: ID!): Alert! @requiresScopes(scopes: [["alert:write"]]) }
  type Subscription {
    alertRaised(minLevel: Int): Alert!
      @requiresScopes(scopes: [["alert:read"]])
      @eventStream(topic: "threat.detected", entity: "{ id: alert_id }", filter: "args.minLevel == null || event.level >= args.minLevel")
    alertMine: Alert!
      @eventStream(topic: "threat.detected", entity: "{ id: alert_id }", filter: "event.owner == user.id")
    ticks(count: Int!): Tick!
    drips: Tick!
  }
  type Tick { number: Int! owner: Person }
  type Alert @key(fields: "id") @requiresScopes(scopes: [["alert:read"]]) { id: ID! owner: Person }
  type Person @key(fields: "id", resolvable: false) { id: ID! }
`);

const people = parse(`${links}
  type Query { people: [Person!]! }
  type Person @key(fields: "id") { id: ID! name: String! }
`);

/** Two subgraphs, alerts and people, composed; every server is real and of this test alone. */
export interface TestGraph {
  readonly supergraphSdl: string;
  readonly alerts: TestSubgraph;
  readonly people: TestSubgraph;
  /** Feeds `drips`: `drip` with a number; tells `listening` and `left`. */
  readonly drips: EventEmitter;
  close(): Promise<void>;
}

/** Starts the graph. */
export async function startTestGraph(): Promise<TestGraph> {
  const drips = new EventEmitter().setMaxListeners(0);
  const person = (id: string) => ({ __typename: 'Person', id });
  const alert = (id: string) => ({ __typename: 'Alert', id, owner: person(`owner-of-${id}`) });
  const [first, second] = await Promise.all([
    startTestSubgraph('alerts', alerts, {
      Query: {
        open: () => 'everybody',
        echo: (_: unknown, { text, times }: { text: string; times: number }) => text.repeat(times),
        broken: () => {
          throw new Error('password of the database is hunter2');
        },
        alerts: () => [alert('1'), alert('2')],
        whoami: (_: unknown, _args: unknown, headers: Record<string, string>) => headers['x-inopsio-context'],
      },
      Mutation: { raise: (_: unknown, { id }: { id: string }) => alert(id) },
      Subscription: {
        ticks: {
          async *subscribe(_: unknown, { count }: { count: number }) {
            for (let number = 1; number <= count; number++) yield { ticks: { number, owner: person(`p${number}`) } };
          },
        },
        drips: {
          subscribe: (_: unknown, _args: unknown, headers: object) => dripping(drips, headers),
        },
      },
      Alert: { __resolveReference: ({ id }: { id: string }) => (id.startsWith('gone') ? null : alert(id)) },
    }),
    startTestSubgraph('people', people, {
      Query: { people: () => [] },
      Person: { __resolveReference: ({ id }: { id: string }) => ({ __typename: 'Person', id, name: `Name of ${id}` }) },
    }),
  ]);
  const composed = composeServices([
    { name: first.name, url: first.url, typeDefs: alerts },
    { name: second.name, url: second.url, typeDefs: people },
  ]);
  if (!composed.supergraphSdl) throw new Error(composed.errors?.map(({ message }) => message).join('\n'));
  return {
    supergraphSdl: composed.supergraphSdl,
    alerts: first,
    people: second,
    drips,
    close: async () => void (await Promise.all([first.close(), second.close()])),
  };
}

/** What `drips` yields. An async generator would not do: while it waits for an event, its `return` waits too. */
function dripping(drips: EventEmitter, headers: object): AsyncIterator<object> & AsyncIterable<object> {
  const events = on(drips, 'drip');
  drips.emit('listening', headers);
  return {
    async next() {
      const { done, value } = await events.next();
      return done ? { done, value } : { done: false, value: { drips: { number: value[0] } } };
    },
    async return() {
      await events.return?.();
      drips.emit('left');
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
