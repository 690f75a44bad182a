import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { GraphQLFormattedError } from 'graphql';
import type { SubgraphRuntime } from '../subgraphRuntime.ts';
import type { Store } from '../tenancy/store.ts';
import { principalOf } from './checkSignedContext.ts';
import { createRequestContext } from './createRequestContext.ts';
import { type GraphqlRequest, readGraphqlRequest } from './readGraphqlRequest.ts';
import { requestErrors } from './requestErrors.ts';
import type { ErrorPlace } from './toClientError.ts';
import { traceOf } from './traceOf.ts';
import { variableErrors } from './variableErrors.ts';

/** What the route needs besides the app. */
export interface GraphqlRouteOptions {
  readonly name: string;
  readonly store: Store;
  readonly runtime: SubgraphRuntime;
}

/** A GraphQL response (specification, section 7.1). */
interface GraphqlResponse {
  readonly data?: unknown;
  readonly errors?: readonly GraphQLFormattedError[];
  readonly extensions?: Record<string, unknown>;
}

/**
 * POST /graphql: one operation per request, as JSON. Mercurius parses, validates, compiles and executes; this route
 * makes the context, closes it, and turns every failure into coded errors.
 *
 * Answers 200 when the operation ran, whatever its errors; 400 when the document or the variables are at fault.
 */
export function graphqlRoute(app: FastifyInstance, options: GraphqlRouteOptions): void {
  app.post('/graphql', async (request, reply) => {
    const response = await answer(app, request, readGraphqlRequest(request.body), options);
    // Serialised here: a response schema of Fastify would turn list indices of error paths into strings.
    return reply
      .code('data' in response ? 200 : 400)
      .type('application/json; charset=utf-8')
      .send(JSON.stringify(response));
  });
}

async function answer(
  app: FastifyInstance,
  request: FastifyRequest,
  asked: GraphqlRequest,
  { name, store, runtime }: GraphqlRouteOptions,
): Promise<GraphqlResponse> {
  const { query, variables, operationName } = asked;
  const trace = traceOf(request);
  const logger = runtime.logger.child({ ...trace });
  const place: ErrorPlace = { trace, logger };
  const { context, statements, published, close } = createRequestContext({
    store,
    principal: principalOf(request),
    trace,
    logger,
    personalData: runtime.personalData,
  });
  let response: GraphqlResponse;
  try {
    // Mercurius keeps one compiled operation per text; naming the operation in the text keeps those of one document apart.
    const source = operationName === null ? query : `${query}\n# ${operationName}`;
    const { data, errors } = await app.graphql(source, context, variables, operationName ?? undefined);
    const unfit = data === undefined && variableErrors(app.graphql.schema, asked);
    if (unfit) response = { errors: requestErrors({ errors: unfit }, place, 'BAD_USER_INPUT') };
    else response = { ...(data === undefined ? {} : { data }), ...(errors ? { errors } : {}) };
  } catch (error) {
    response = { errors: requestErrors(error, place) };
  } finally {
    await close();
  }
  const sqlStatements = statements();
  runtime.onRequest?.({ subgraph: name, requestId: trace.requestId, operationName, sqlStatements });
  const extensions = {
    // The router tells clients of them, so that they can wait until they have seen their own change.
    ...(published.length > 0 && { events: published }),
    ...(runtime.testing && { sqlStatements }),
  };
  return Object.keys(extensions).length > 0 ? { ...response, extensions } : response;
}
