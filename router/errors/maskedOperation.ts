import { catalogue, type ErrorCode } from '#platform/errors/catalogue.ts';
import type { Logger } from '#platform/logs/logger.ts';
import type { CompiledOperation, ErrorForClient, ExecutionAnswer } from '../execute/compiledOperation.ts';
import { codedErrorForClient } from './errorForClient.ts';

/**
 * An operation whose answers hold only errors made for clients. A subgraph's error passes when its code is one that the
 * catalogue shows to clients; the words of any other, which may tell of the inside, go to the log instead.
 */
export function maskedOperation(operation: CompiledOperation, logger: Logger): CompiledOperation {
  const mask = (answer: ExecutionAnswer): ExecutionAnswer => {
    if (answer.errors.every(isForClients)) return answer;
    logger.warn(
      { operation: operation.name, errors: answer.errors },
      'subgraphs reported errors that clients do not see',
    );
    const errors = answer.errors.map((error) => (isForClients(error) ? error : maskedError(error)));
    const json = JSON.stringify({ errors, data: answer.toResult().data });
    return { json, errors, toResult: () => JSON.parse(json) };
  };
  return {
    ...operation,
    execute: async (request) => mask(await operation.execute(request)),
    executeEvent: async (request, source) => mask(await operation.executeEvent(request, source)),
  };
}

/** Codes that stand for errors whose origin gave none; their words are not made for clients either. */
const uncoded: ReadonlySet<string> = new Set(['SUBGRAPH_ERROR', 'GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED']);

function isForClients({ extensions: { code } }: ErrorForClient): boolean {
  return Object.hasOwn(catalogue, code) && !uncoded.has(code) && catalogue[code as ErrorCode].audience === 'client';
}

function maskedError({ path, locations, extensions }: ErrorForClient): ErrorForClient {
  const code = extensions.code === 'INTERNAL_ERROR' ? 'INTERNAL_ERROR' : 'SUBGRAPH_ERROR';
  return { ...codedErrorForClient(code), ...(locations && { locations }), ...(path && { path }) };
}
