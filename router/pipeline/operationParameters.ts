import { plainId } from '../documents/manifest.ts';
import { RequestRefused } from '../errors/requestRefused.ts';

/** The request parameters of GraphQL over HTTP (section 5.1), which the WebSocket protocol shares. */
export interface OperationParameters {
  /** Text of the document; empty until it is found when only its identifier was sent. */
  readonly query: string;
  /** Identifier of a persisted document: `documentId`, or the hash in `extensions.persistedQuery`. */
  readonly documentId: string | undefined;
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>> | undefined;
  readonly extensions: Readonly<Record<string, unknown>> | undefined;
}

/**
 * Levels that variables and extensions may nest; whatever prints or checks them calls itself for each. Transports hold to it
 * with the levels of their messages around, before they parse them.
 */
export const levelsAtMost = 64;
/** Characters that an identifier may have; hashes have 64. */
const idAtMost = 200;

/**
 * Takes the parsed body of a request and gives its parameters; null counts as missing.
 * Refuses (BAD_REQUEST) a body that is no object, one without document, and a parameter of the wrong type, by its name.
 *
 * @see https://github.com/graphql/graphql-over-http/pull/264 for `documentId`
 */
export function operationParameters(body: unknown): OperationParameters {
  if (Array.isArray(body)) throw RequestRefused.because('BATCHING_DISABLED');
  if (!isObject(body)) throw RequestRefused.because('BAD_REQUEST', 'Send a JSON object with a "query".');
  const { query = null, operationName, variables, extensions } = body;
  if (query !== null && typeof query !== 'string') throw wrong('query', 'a non-empty string');
  if (operationName != null && typeof operationName !== 'string') throw wrong('operationName', 'a string');
  if (variables != null && !isObject(variables)) throw wrong('variables', 'an object');
  if (extensions != null && !isObject(extensions)) throw wrong('extensions', 'an object');
  const documentId = documentIdOf(body.documentId, extensions?.persistedQuery);
  // graphql-ws demands a text, so that an empty one is how its clients say "none".
  if (!query && documentId === undefined) throw wrong('query', 'a non-empty string');
  return {
    query: query ?? '',
    documentId,
    // An empty name is how clients with an unnamed operation often say "none".
    operationName: operationName || undefined,
    variables: variables ?? undefined,
    extensions: extensions ?? undefined,
  };
}

function documentIdOf(documentId: unknown, persistedQuery: unknown): string | undefined {
  if (documentId != null) {
    if (typeof documentId !== 'string' || !documentId || documentId.length > idAtMost) {
      throw wrong('documentId', 'a short non-empty string');
    }
    return plainId(documentId);
  }
  if (persistedQuery == null) return undefined;
  const { version, sha256Hash } = isObject(persistedQuery) ? persistedQuery : {};
  if (version !== 1 || typeof sha256Hash !== 'string' || !sha256Hash || sha256Hash.length > idAtMost) {
    throw wrong('extensions.persistedQuery', 'an object with version 1 and sha256Hash');
  }
  return plainId(sha256Hash);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function wrong(parameter: string, expected: string): RequestRefused {
  return RequestRefused.because('BAD_REQUEST', `The parameter "${parameter}" must be ${expected}.`, { parameter });
}
