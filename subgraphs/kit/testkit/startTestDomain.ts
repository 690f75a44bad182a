import type { GraphQLSchema } from 'graphql';
import { eventContracts } from '#generated/events.ts';
import type { PositionVector } from '#platform/event-log/eventLog.ts';
import type { Principal } from '#platform/identity/principal.ts';
import { readSubgraphSdl } from '../readSubgraphSdl.ts';
import { buildExecutableSchema } from '../server/buildExecutableSchema.ts';
import type { SubgraphDefinition } from '../subgraphDefinition.ts';
import { operationOf, rootFieldsOf } from './contract/operation.ts';
import { type Tables, tablesOf } from './contract/tablesOf.ts';
import type { Shown } from './shown.ts';
import { tenantA } from './startTestStore.ts';
import { startTestSubgraph, type TestSubgraph, type TestSubgraphOptions } from './startTestSubgraph.ts';
import { testPrincipal } from './testPrincipal.ts';

/** A domain on real parts, with its SDL at hand: tests write no documents by hand. */
export interface TestDomain extends TestSubgraph {
  readonly definition: SubgraphDefinition;
  readonly schema: GraphQLSchema;
  /** Calls a mutation and gives the member of its union that came, whole: its `__typename` and all its fields. */
  mutate(name: string, variables: object, principal?: Principal): Promise<Shown>;
  /** Every row of a tenant, by table. */
  tables(tenantId?: string): Promise<Tables>;
  /** Where the logs of this domain's topics end: equal before and after means that no event came. */
  eventEnds(): Promise<PositionVector>;
}

/** Starts a domain for a test, see `startTestSubgraph`. */
export async function startTestDomain(
  definition: SubgraphDefinition,
  options: TestSubgraphOptions = {},
): Promise<TestDomain> {
  const schema = buildExecutableSchema(await readSubgraphSdl(definition.name), definition.resolvers);
  const roots = new Map(rootFieldsOf(schema).map((root) => [root.name, root]));
  const world = await startTestSubgraph(definition, options);
  const topics = Object.values(eventContracts).filter(({ domain }) => domain === definition.name);
  return {
    ...world,
    definition,
    schema,
    async mutate(name, values, principal = testPrincipal()) {
      const { document, variables } = operationOf(schema, roots.get(name)!, { values: { ...values }, depth: 2 });
      const { data, errors } = await world.query(document, variables, principal);
      if (errors) throw new Error(`${name}: ${JSON.stringify(errors)}`);
      return withoutPrefix(data![name]);
    },
    tables: (tenantId = tenantA) => tablesOf(world.store, definition, tenantId),
    eventEnds: () => world.eventLog.end(topics.map(({ topic }) => topic)),
  };
}

/** Takes away the prefix by which a selection tells the members of a union apart. */
function withoutPrefix(member: Record<string, unknown>): Record<string, unknown> {
  const prefix = `${member.__typename}_`;
  return Object.fromEntries(
    Object.entries(member).map(([key, value]) => [key.startsWith(prefix) ? key.slice(prefix.length) : key, value]),
  );
}
