import type { FastifyRequest } from 'fastify';
import { isJsonNestedDeeper } from '../../documents/nesting.ts';
import { RequestRefused } from '../../errors/requestRefused.ts';
import { levelsAtMost, type OperationParameters, operationParameters } from '../../pipeline/operationParameters.ts';

/**
 * Takes an HTTP request; gives the parameters of its operation, from the body of a POST or the query of a GET, where
 * `variables` and `extensions` are JSON texts. Refuses what is missing or of the wrong type (BAD_REQUEST).
 *
 * @see https://graphql.github.io/graphql-over-http/draft/#sec-Request
 */
export function requestParameters(request: FastifyRequest): OperationParameters {
  if (request.method === 'POST') return operationParameters(request.body);
  const { query, documentId, operationName, variables, extensions } = request.query as Record<string, unknown>;
  return operationParameters({
    query,
    documentId,
    operationName,
    variables: parsed('variables', variables),
    extensions: parsed('extensions', extensions),
  });
}

function parsed(parameter: string, text: unknown): unknown {
  if (typeof text !== 'string' || text === '') return text || undefined;
  if (isJsonNestedDeeper(text, levelsAtMost)) {
    throw RequestRefused.because('BAD_REQUEST', `The parameter "${parameter}" nests too deeply.`, { parameter });
  }
  try {
    return JSON.parse(text);
  } catch {
    throw RequestRefused.because('BAD_REQUEST', `The parameter "${parameter}" must be JSON.`, { parameter });
  }
}
