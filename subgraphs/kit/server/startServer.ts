import type { AddressInfo } from 'node:net';
import fastify, { type FastifyInstance } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import { mercurius } from 'mercurius';
import { CodedError } from '#platform/errors/codedError.ts';
import { createContextVerifier } from '#platform/identity/signedContext.ts';
import type { HealthCheck } from '../health/healthCheck.ts';
import { healthRoutes } from '../health/healthRoutes.ts';
import type { SubgraphRuntime } from '../subgraphRuntime.ts';
import type { Store } from '../tenancy/store.ts';
import { answerHttpErrors } from './answerHttpErrors.ts';
import { checkSignedContext } from './checkSignedContext.ts';
import { fillVariableDefaults } from './fillVariableDefaults.ts';
import { formatExecutionErrors } from './formatExecutionErrors.ts';
import { graphqlRoute } from './graphqlRoute.ts';

/** What the server of a subgraph serves. */
export interface ServerOptions {
  readonly name: string;
  readonly schema: GraphQLSchema;
  readonly store: Store;
  readonly runtime: SubgraphRuntime;
  readonly checks: readonly HealthCheck[];
  /** What `/health/metrics` tells. */
  readonly gauges: () => Readonly<Record<string, number>>;
}

/** A server that listens. */
export interface RunningServer {
  readonly url: string;
  readonly port: number;
  /** Takes no new connections, finishes running requests, then resolves. */
  close(): Promise<void>;
}

/** Largest body in bytes; the router's batches of entity keys stay far below. */
const bodyLimit = 4 * 1024 * 1024;

/** Milliseconds within which a request must have arrived whole. */
const receiveWithinMs = 30_000;

/** Documents whose compiled form is kept. */
const compiledDocuments = 1_024;

/** Longest document, in tokens. */
const maxTokens = 20_000;

/** Depth of a document; a subgraph's part of an operation is flatter than the whole. */
const queryDepth = 30;

/**
 * Starts the subgraph's HTTP server: the signed context first, then POST /graphql and /health/*.
 *
 * @throws CodedError PORT_IN_USE
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { schema, runtime } = options;
  const app = fastify({
    requestTimeout: receiveWithinMs,
    logger: false,
    bodyLimit,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 100 },
  });
  app.removeContentTypeParser('text/plain');
  answerHttpErrors(app, runtime.logger);
  app.addHook('onRequest', checkSignedContext(createContextVerifier(runtime.contextPublicKey)));
  healthRoutes(app, options.checks, options.gauges);
  await app.register(mercurius, {
    schema,
    routes: false,
    jit: 1,
    cache: compiledDocuments,
    queryDepth,
    graphql: { parseOptions: { maxTokens } },
    allowBatchedQueries: false,
    errorFormatter: formatExecutionErrors,
  });
  app.graphql.addHook('preExecution', (_schema, document, _context, variables) => {
    const filled = fillVariableDefaults(schema, document, variables ?? {});
    if (filled) return { variables: filled };
  });
  graphqlRoute(app, options);
  const port = await listen(app, runtime);
  return { url: `http://${runtime.host ?? '127.0.0.1'}:${port}`, port, close: () => app.close() };
}

async function listen(app: FastifyInstance, { host = '127.0.0.1', port = 0 }: SubgraphRuntime): Promise<number> {
  try {
    await app.listen({ host, port });
  } catch (cause) {
    await app.close();
    if ((cause as { code?: string }).code !== 'EADDRINUSE') throw cause;
    throw new CodedError('PORT_IN_USE', {
      message: `Port ${port} of ${host} is in use by another program. Stop that program or choose another port.`,
      cause,
    });
  }
  return (app.server.address() as AddressInfo).port;
}
