import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { ErrorCode } from '#platform/errors/catalogue.ts';
import { CodedError } from '#platform/errors/codedError.ts';
import { type ErrorPlace, toClientError } from './toClientError.ts';

/**
 * Gives the errors of a request that ended before its execution: syntax and validation errors keep the library's text
 * under a code of the catalogue; anything else goes the way of all errors.
 *
 * @param error what mercurius threw; it carries the library's errors in `errors`
 * @param otherwise the code of errors that nothing more is known of
 */
export function requestErrors(
  error: unknown,
  place: ErrorPlace,
  otherwise: ErrorCode = 'GRAPHQL_VALIDATION_FAILED',
): readonly GraphQLFormattedError[] {
  const found = (error as { errors?: unknown }).errors;
  if (Array.isArray(found) && found.some((one) => one.code === 'MER_ERR_GQL_QUERY_DEPTH')) {
    return [toClientError(new CodedError('LIMIT_DEPTH'), place)];
  }
  if (!Array.isArray(found) || !found.every((one) => one instanceof GraphQLError)) return [toClientError(error, place)];
  return found.map((one: GraphQLError) => ({
    message: one.message,
    ...(one.locations ? { locations: one.locations } : {}),
    extensions: new CodedError(codeOf(one) ?? otherwise).extensions,
  }));
}

/** The library tells its kinds of errors apart by their texts only. */
function codeOf(error: GraphQLError): ErrorCode | undefined {
  if (error.originalError instanceof CodedError) return error.originalError.code;
  if (error.message.startsWith('Syntax Error')) return 'GRAPHQL_PARSE_FAILED';
  if (error.message.startsWith('Variable "$')) return 'BAD_USER_INPUT';
  if (error.message.startsWith('Unknown operation named') || error.message.startsWith('Must provide operation name')) {
    return 'OPERATION_NOT_FOUND';
  }
  return undefined;
}
