import type { MercuriusOptions } from 'mercurius';
import type { RequestContext } from '../requestContext.ts';
import { toClientError } from './toClientError.ts';

/** Mercurius's `errorFormatter`: every error of an execution leaves coded, and masked where it is internal. */
export const formatExecutionErrors: NonNullable<MercuriusOptions['errorFormatter']> = (execution, context) => {
  const { requestId, traceId, logger } = context as unknown as RequestContext;
  const place = { trace: { requestId, traceId }, logger };
  const errors = execution.errors?.map((error) => toClientError(error, place)) ?? [];
  // The route sets the HTTP status. Errors are plain here, while the type asks for the library's class.
  return { statusCode: 200, response: { data: execution.data ?? null, errors } as never };
};
