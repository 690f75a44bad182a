import { CodedError } from '#platform/errors/codedError.ts';

/** The parameters of a GraphQL request (GraphQL over HTTP, section 5.1). */
export interface GraphqlRequest {
  readonly query: string;
  readonly variables: Record<string, unknown>;
  readonly operationName: string | null;
}

const name = /^[_A-Za-z][_0-9A-Za-z]*$/;

/**
 * Reads the body of a request. Lists of requests are refused: the router sends one at a time.
 *
 * @throws CodedError BAD_REQUEST naming the parameter that is wrong
 */
export function readGraphqlRequest(body: unknown): GraphqlRequest {
  if (!isMap(body)) throw badRequest('The body must be a JSON object with a query.');
  const { query, variables, operationName } = body;
  if (typeof query !== 'string' || query === '') throw badRequest('The parameter query must be a GraphQL document.');
  if (!isAbsent(variables) && !isMap(variables)) throw badRequest('The parameter variables must be an object.');
  if (!isAbsent(operationName) && !(typeof operationName === 'string' && name.test(operationName))) {
    throw badRequest('The parameter operationName must be a GraphQL name.');
  }
  return { query, variables: variables ?? {}, operationName: operationName ?? null };
}

function isAbsent(value: unknown): value is null | undefined {
  return value === undefined || value === null;
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function badRequest(message: string): CodedError {
  return new CodedError('BAD_REQUEST', { message });
}
