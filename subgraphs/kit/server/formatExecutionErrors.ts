import type { MercuriusOptions } from 'mercurius';
import type { RequestContext } from '../requestContext.ts';
import { requestErrors } from './requestErrors.ts';
import { toClientError } from './toClientError.ts';

/**
 * Mercurius's `errorFormatter`: every error of an execution leaves coded, and masked where it is internal.
 *
 * Errors without a path belong to no field: the operation never began, and its answer has no `data`
 * (specification, section 7.1.2). The compiled executor reports variables that do not fit in this way.
 */
export const formatExecutionErrors: NonNullable<MercuriusOptions['errorFormatter']> = (execution, context) => {
  const { requestId, traceId, logger } = context as unknown as RequestContext;
  const place = { trace: { requestId, traceId }, logger };
  const found = execution.errors ?? [];
  const response = found.every((error) => !error.path)
    ? { data: undefined, errors: requestErrors({ errors: found }, place, 'BAD_USER_INPUT') }
    : { data: execution.data ?? null, errors: found.map((error) => toClientError(error, place)) };
  // The route sets the HTTP status. Errors are plain here, while the type asks for the library's class.
  return { statusCode: 200, response: response as never };
};
