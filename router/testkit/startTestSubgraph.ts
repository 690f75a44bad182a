import type { IncomingHttpHeaders } from 'node:http';
import { buildSubgraphSchema } from '@apollo/subgraph';
import Fastify from 'fastify';
import { type DocumentNode, graphql } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';

/** A request as it reached a subgraph. */
export interface SeenRequest {
  readonly query: string;
  readonly headers: IncomingHttpHeaders;
}

/** A subgraph of a test: a real server of its own, over HTTP and graphql-transport-ws. */
export interface TestSubgraph {
  readonly name: string;
  readonly url: string;
  readonly seen: SeenRequest[];
  /** Sockets that are open. */
  readonly sockets: number;
  /** Keeps answers to operations back until the function that it gives is called. */
  hold(): () => void;
  close(): Promise<void>;
}

/** Starts a subgraph on a free port. */
export async function startTestSubgraph(
  name: string,
  typeDefs: DocumentNode,
  resolvers: object,
): Promise<TestSubgraph> {
  const schema = buildSubgraphSchema({ typeDefs, resolvers: resolvers as never });
  const seen: SeenRequest[] = [];
  let held: Promise<void> | undefined;
  const server = Fastify({ forceCloseConnections: true });
  server.post('/graphql', async (request) => {
    const { query, variables } = request.body as { query: string; variables?: Record<string, unknown> };
    if (query !== '{__typename}') {
      seen.push({ query, headers: request.headers });
      await held;
    }
    return graphql({ schema, source: query, variableValues: variables ?? null, contextValue: request.headers });
  });
  const sockets = new WebSocketServer({ server: server.server, path: '/graphql' });
  const protocol = useServer(
    {
      schema,
      context: ({ extra, connectionParams }) => ({ ...extra.request.headers, connectionParams }),
    },
    sockets,
  );
  const url = `${await server.listen({ host: '127.0.0.1', port: 0 })}/graphql`;
  return {
    name,
    url,
    seen,
    get sockets() {
      return sockets.clients.size;
    },
    hold() {
      const { promise, resolve } = Promise.withResolvers<void>();
      held = promise;
      return () => {
        held = undefined;
        resolve();
      };
    },
    async close() {
      await protocol.dispose();
      await server.close();
    },
  };
}
