import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { catalogue } from '#platform/errors/catalogue.ts';
import { CodedError } from '#platform/errors/codedError.ts';
import type { Logger } from '#platform/logs/logger.ts';
import { codedCause } from './codedCause.ts';
import type { Trace } from './traceOf.ts';

/** Where an error happened, for its log line and for the client's report. */
export interface ErrorPlace {
  readonly trace: Pick<Trace, 'requestId' | 'traceId'>;
  readonly logger: Logger;
}

/**
 * Turns any error into what a client may see: coded errors for clients as they are; faults of the request that the
 * GraphQL library found as BAD_USER_INPUT; everything else logged and masked as INTERNAL_ERROR with the request id.
 */
export function toClientError(error: unknown, place: ErrorPlace): GraphQLFormattedError {
  const thrown = error instanceof GraphQLError ? (error.originalError ?? error) : error;
  const coded = codedCause(thrown);
  const where = placeInDocument(error);
  if (coded?.entry.audience === 'client') {
    // What is no fault of the client is for operators too.
    if (coded.entry.status >= 500) place.logger.warn({ err: thrown, path: where.path }, 'a resolver could not work');
    return { message: coded.message, ...where, extensions: coded.extensions };
  }
  // Variables that do not fit are reported by the library, outside of any field; inside fields, its reports
  // (null for a non-null field and the like) are faults of the resolvers.
  if (!coded && thrown instanceof GraphQLError && !thrown.path) {
    return { message: thrown.message, ...where, extensions: new CodedError('BAD_USER_INPUT').extensions };
  }
  place.logger.error({ err: thrown, path: where.path }, 'a resolver failed');
  const { requestId } = place.trace;
  const masked = new CodedError('INTERNAL_ERROR', { details: { requestId } });
  return { message: catalogue.INTERNAL_ERROR.message, ...where, extensions: masked.extensions };
}

function placeInDocument(error: unknown): Pick<GraphQLFormattedError, 'locations' | 'path'> {
  if (!(error instanceof GraphQLError)) return {};
  const { locations, path } = error;
  return { ...(locations?.length ? { locations } : {}), ...(path ? { path } : {}) };
}
