import { RequestRefused } from '../errors/requestRefused.ts';
import type { ErrorForClient } from '../execute/compiledOperation.ts';

/** What graphql-js adds to a name that it does not know: up to five that it knows. */
const suggestion = / Did you mean [^?]*\?/gs;

/**
 * An error as those get it for whom introspection is off: in a refusal, without "Did you mean …", which would spell out the
 * schema name by name.
 */
export function withoutSuggestions(error: unknown): unknown {
  if (!(error instanceof RequestRefused) || !error.errors.some(suggests)) return error;
  return new RequestRefused(
    error.errors.map((each) => (suggests(each) ? { ...each, message: each.message.replace(suggestion, '') } : each)),
    error.headers,
  );
}

function suggests({ message }: ErrorForClient): boolean {
  return message.includes(' Did you mean ');
}
