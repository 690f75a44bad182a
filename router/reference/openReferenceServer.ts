import type { ApolloServer } from '@apollo/server';
import { CodedError } from '#platform/errors/codedError.ts';
import type { Logger } from '#platform/logs/logger.ts';
import type { ExecutionRequest } from '../execute/compiledOperation.ts';
import { openSupergraph } from './openSupergraph.ts';

/** What reaches the reference with each operation. */
export interface ReferenceContext {
  readonly request?: ExecutionRequest;
}

/**
 * Starts `@apollo/server` over `@apollo/gateway`, without a port of its own; the packages are loaded only here. Subgraphs get
 * the headers that ours would send.
 *
 * @throws CodedError SUPERGRAPH_INVALID
 */
export async function openReferenceServer(
  supergraphSdl: string,
  urlOf: (service: string) => string,
  logger: Logger,
): Promise<ApolloServer<ReferenceContext>> {
  const [{ ApolloServer }, { ApolloGateway, RemoteGraphQLDataSource }] = await Promise.all([
    import('@apollo/server'),
    import('@apollo/gateway'),
  ]);
  const quiet = { debug() {}, info() {}, warn: (text: string) => logger.warn(text), error: logger.error.bind(logger) };
  const gateway = new ApolloGateway({
    supergraphSdl: openSupergraph(supergraphSdl),
    logger: quiet,
    buildService: ({ name }) =>
      new RemoteGraphQLDataSource<ReferenceContext>({
        url: urlOf(name),
        willSendRequest({ request, context }) {
          const headers = context.request?.headers(name) ?? {};
          for (const key of Object.keys(headers)) request.http?.headers.set(key, headers[key] as string);
        },
      }),
  });
  const server = new ApolloServer<ReferenceContext>({
    gateway,
    introspection: true,
    csrfPrevention: false,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    logger: quiet,
  });
  try {
    await server.start();
  } catch (cause) {
    throw new CodedError('SUPERGRAPH_INVALID', {
      message: `The reference engine cannot use the supergraph: ${cause instanceof Error ? cause.message : cause}`,
      cause,
    });
  }
  return server;
}
