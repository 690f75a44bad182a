import { RequestRefused } from '../errors/requestRefused.ts';

/** The request parameters of GraphQL over HTTP (section 5.1), which the WebSocket protocol shares. */
export interface OperationParameters {
  readonly query: string;
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>> | undefined;
  readonly extensions: Readonly<Record<string, unknown>> | undefined;
}

/**
 * Takes the parsed body of a request and gives its parameters; null counts as missing.
 * Refuses (BAD_REQUEST) a body that is no object, batches among them, and a parameter of the wrong type, by its name.
 */
export function operationParameters(body: unknown): OperationParameters {
  if (Array.isArray(body)) throw RequestRefused.because('BAD_REQUEST', 'Batches are not served. Send one operation.');
  if (!isObject(body)) throw RequestRefused.because('BAD_REQUEST', 'Send a JSON object with a "query".');
  const { query, operationName, variables, extensions } = body;
  if (typeof query !== 'string' || query === '') throw wrong('query', 'a non-empty string');
  if (operationName != null && typeof operationName !== 'string') throw wrong('operationName', 'a string');
  if (variables != null && !isObject(variables)) throw wrong('variables', 'an object');
  if (extensions != null && !isObject(extensions)) throw wrong('extensions', 'an object');
  return {
    query,
    // An empty name is how clients with an unnamed operation often say "none".
    operationName: operationName || undefined,
    variables: variables ?? undefined,
    extensions: extensions ?? undefined,
  };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function wrong(parameter: string, expected: string): RequestRefused {
  return RequestRefused.because('BAD_REQUEST', `The parameter "${parameter}" must be ${expected}.`, { parameter });
}
