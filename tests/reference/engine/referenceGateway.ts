import { ApolloGateway, LocalGraphQLDataSource } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import type { FormattedExecutionResult } from 'graphql';
import { openSupergraph } from '#router/reference/openSupergraph.ts';
import type { World } from '../world/composeWorld.ts';

/** The reference in this process. */
export interface ReferenceGateway {
  execute(query: string, variables: Record<string, unknown>): Promise<FormattedExecutionResult>;
  close(): Promise<void>;
}

/** The oracle: `@apollo/server` with `@apollo/gateway` over the same subgraph schemas, in this process. */
export async function startReferenceGateway(world: World): Promise<ReferenceGateway> {
  const gateway = new ApolloGateway({
    supergraphSdl: openSupergraph(world.supergraphSdl),
    buildService: ({ name }) => new LocalGraphQLDataSource(world.subgraphs.get(name) as never),
    logger: silent,
  });
  const server = new ApolloServer({
    gateway,
    introspection: true,
    includeStacktraceInErrorResponses: false,
    csrfPrevention: false,
    logger: silent,
  });
  await server.start();
  return {
    async execute(query, variables) {
      const { body } = await server.executeOperation({ query, variables });
      if (body.kind !== 'single') throw new Error('The reference engine answered in parts.');
      return body.singleResult;
    },
    close: () => server.stop(),
  };
}

const silent = { debug() {}, info() {}, warn() {}, error() {} };
