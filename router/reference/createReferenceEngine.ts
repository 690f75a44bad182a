import type { ApolloServer } from '@apollo/server';
import { type DocumentNode, print } from 'graphql';
import { CodedError } from '#platform/errors/codedError.ts';
import type { Logger } from '#platform/logs/logger.ts';
import { executionAnswer } from '../execute/answer.ts';
import type {
  CompiledOperation,
  ErrorForClient,
  ExecutionAnswer,
  ExecutionRequest,
} from '../execute/compiledOperation.ts';
import { operationOf } from '../execute/compileOperation.ts';
import type { Engine } from '../execute/engine.ts';
import { readSubgraphError } from '../execute/errors/gatheredError.ts';
import { coerceVariables } from '../execute/operation/coerceVariables.ts';
import { openReferenceServer, type ReferenceContext } from './openReferenceServer.ts';

/**
 * An engine whose queries and mutations are planned and executed by `@apollo/server` with `@apollo/gateway`, behind the same
 * edge, documents and access rules: with it, a doubt in production is laid at the door of the compiled executor, or not.
 * Subscriptions are executed by our engine, since the reference has none.
 *
 * Its `close` ends the reference alone.
 *
 * @param urlOf address of a subgraph by its name
 * @throws CodedError SUPERGRAPH_INVALID when the reference cannot use the supergraph
 */
export async function createReferenceEngine(
  own: Engine,
  supergraphSdl: string,
  urlOf: (service: string) => string,
  logger: Logger,
): Promise<Engine> {
  const server = await openReferenceServer(supergraphSdl, urlOf, logger);
  return {
    ...own,
    compile(document, name) {
      const operation = operationOf(document, name);
      if (operation.operation === 'subscription') return own.compile(document, name);
      return referenceOperation(server, own, document, operation);
    },
    close: () => server.stop(),
  };
}

function referenceOperation(
  server: ApolloServer<ReferenceContext>,
  { apiSchema, subgraphs }: Engine,
  document: DocumentNode,
  operation: ReturnType<typeof operationOf>,
): CompiledOperation {
  const query = print(document);
  const operationName = operation.name?.value;
  return {
    kind: operation.operation,
    name: operationName,
    fetchedSubgraphs: subgraphs.map(({ name }) => name),
    planText: query,
    coerceVariables: (raw) => coerceVariables(apiSchema, operation, raw),
    async execute(request) {
      const { variables } = request;
      const { body } = await server.executeOperation(
        { query, variables: variables as Record<string, unknown>, ...(operationName && { operationName }) },
        { contextValue: { request } },
      );
      if (body.kind !== 'single') throw new CodedError('INTERNAL_ERROR', { message: 'An answer came in parts.' });
      const { data, errors } = body.singleResult;
      return answerOf(data, errors ?? [], request);
    },
    executeEvent: () =>
      Promise.reject(new CodedError('INTERNAL_ERROR', { message: 'executeEvent was called for a query.' })),
  };
}

function answerOf(data: unknown, errors: readonly unknown[], request: ExecutionRequest): ExecutionAnswer {
  const forClient = errors.map((raw): ErrorForClient => {
    const { message, path, extensions } = readSubgraphError(raw);
    const service = (raw as { extensions?: { serviceName?: string } }).extensions?.serviceName;
    const shown = request.exposeSubgraph && service ? { ...extensions, subgraph: service } : extensions;
    return { message, ...(path && { path }), extensions: shown };
  });
  return executionAnswer(JSON.stringify(data ?? null), forClient);
}
