import { GraphQLError } from 'graphql';
import { catalogue, type ErrorCode } from '#platform/errors/catalogue.ts';
import { CodedError } from '#platform/errors/codedError.ts';
import type { ErrorForClient } from '../execute/compiledOperation.ts';

const masked: ErrorForClient = {
  message: catalogue.INTERNAL_ERROR.message,
  extensions: { code: 'INTERNAL_ERROR', retryable: false },
};

/** An error of the catalogue as a client sees it; a message and facts for this very case may be given. */
export function codedErrorForClient(
  code: ErrorCode,
  message: string = catalogue[code].message,
  details: Readonly<Record<string, unknown>> = {},
): ErrorForClient {
  return { message, extensions: { ...details, code, retryable: catalogue[code].retryable } };
}

/** Characters of a message; those of graphql-js repeat names of the document, which may be as long as that. */
const messageAtMost = 500;

/** A fault that graphql-js found in a document, under the given code, with its locations. */
export function graphqlErrorForClient(error: GraphQLError, code: ErrorCode): ErrorForClient {
  const own = error.extensions.code;
  const extensions = typeof own === 'string' && Object.hasOwn(catalogue, own) ? error.extensions : { code };
  const { message } = error;
  return {
    message: message.length > messageAtMost ? `${message.slice(0, messageAtMost)}…` : message,
    ...(error.locations && { locations: error.locations.map(({ line, column }) => ({ line, column })) }),
    extensions: { ...extensions, code: extensions.code as string, retryable: false },
  };
}

/**
 * Any thrown value as a client may see it. Only errors of the catalogue whose audience is the client keep their
 * text; everything else is masked as INTERNAL_ERROR, so that nothing internal leaves by accident.
 */
export function errorForClient(error: unknown): ErrorForClient {
  if (error instanceof CodedError) {
    return error.entry.audience === 'client' ? { message: error.message, extensions: error.extensions } : masked;
  }
  if (error instanceof GraphQLError && error.originalError === undefined) {
    return graphqlErrorForClient(error, 'BAD_USER_INPUT');
  }
  return masked;
}
