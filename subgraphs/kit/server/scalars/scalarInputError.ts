import { GraphQLError } from 'graphql';
import { CodedError } from '#platform/errors/codedError.ts';

/** The error by which a scalar refuses an input; it keeps its code through coercion. */
export function scalarInputError(message: string): GraphQLError {
  const originalError = new CodedError('BAD_USER_INPUT', { message });
  return new GraphQLError(message, { originalError });
}
