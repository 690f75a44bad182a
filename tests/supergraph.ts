import { composeServices } from '@apollo/composition';
import { buildSubgraphSchema } from '@apollo/subgraph';
import Fastify from 'fastify';
import { type DocumentNode, parse } from 'graphql';
import mercurius from 'mercurius';
import { nullLogger } from '#platform/logs/nullLogger.ts';
import type { ExecutionAnswer, ExecutionRequest } from '#router/execute/compiledOperation.ts';
import { createEngine, type Engine, type EngineOptions } from '#router/execute/engine.ts';
import { createHttpTransport } from '#router/subgraph-transport/httpTransport.ts';

/** One subgraph of a test: its SDL, without the federation link, and its resolvers. */
export interface TestSubgraph {
  readonly name: string;
  readonly sdl: string;
  readonly resolvers: object;
}

/** What a subgraph was sent. */
export interface SubgraphRequest {
  readonly service: string;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** A supergraph whose subgraphs are in this process. */
export interface TestSupergraph {
  readonly engine: Engine;
  readonly supergraphSdl: string;
  /** Everything the subgraphs were sent, in order of arrival; tests may empty it. */
  readonly requests: SubgraphRequest[];
  /** Executes a document in one go. */
  run(
    query: string,
    variables?: Record<string, unknown>,
    request?: Partial<ExecutionRequest>,
  ): Promise<ExecutionAnswer>;
  /** Stops the server of one subgraph for good. */
  stop(service: string): Promise<void>;
  close(): Promise<void>;
}

const link =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@requires", "@provides", ' +
  '"@external", "@shareable", "@inaccessible", "@override", "@interfaceObject", "@composeDirective"])\n';

/** Composes subgraphs, serves each by mercurius on a free port of the loopback interface, and makes an engine over them. */
export async function startSupergraph(
  subgraphs: readonly TestSubgraph[],
  options: Pick<EngineOptions, 'memo'> = {},
): Promise<TestSupergraph> {
  const requests: SubgraphRequest[] = [];
  const servers = await Promise.all(
    subgraphs.map(async (subgraph) => {
      const typeDefs = parse(link + subgraph.sdl);
      return { name: subgraph.name, typeDefs, ...(await serve(subgraph, typeDefs, requests)) };
    }),
  );
  const { supergraphSdl, errors } = composeServices(servers);
  if (supergraphSdl === undefined) throw new Error(errors?.map(({ message }) => message).join('\n'));
  const transport = createHttpTransport({ subgraphs: servers });
  const engine = createEngine({ ...options, supergraphSdl, transport, logger: nullLogger });
  return {
    engine,
    supergraphSdl,
    requests,
    async run(query, raw = {}, request = {}) {
      const operation = engine.compile(parse(query));
      const { variables = {} } = operation.coerceVariables(raw);
      return operation.execute({ variables, headers: () => ({}), ...request });
    },
    async stop(service) {
      await servers.find(({ name }) => name === service)?.close();
    },
    async close() {
      await engine.close();
      await Promise.all(servers.map(({ close }) => close()));
    },
  };
}

async function serve(subgraph: TestSubgraph, typeDefs: DocumentNode, requests: SubgraphRequest[]) {
  const app = Fastify({ forceCloseConnections: true });
  const schema = buildSubgraphSchema([{ typeDefs, resolvers: subgraph.resolvers as never }]);
  app.addHook('preHandler', async (request) => {
    const { query, variables } = request.body as SubgraphRequest;
    requests.push({ service: subgraph.name, query, variables });
  });
  await app.register(mercurius, { schema, errorFormatter: (execution) => ({ statusCode: 200, response: execution }) });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  return { url: `${url}/graphql`, close: () => app.close() };
}
