import { catalogue } from '#platform/errors/catalogue.ts';
import { CodedError } from '#platform/errors/codedError.ts';

/** An error met while gathering data; its path is in data keys, not yet in the client's names. */
export interface GatheredError {
  readonly service: string;
  readonly message: string;
  readonly path: readonly (string | number)[] | undefined;
  readonly extensions: { readonly code: string; readonly [key: string]: unknown };
}

/** What the executor takes from one entry of a subgraph's `errors`; anything may be in there. */
export interface SubgraphError {
  readonly message: string;
  readonly path: readonly (string | number)[] | undefined;
  readonly extensions: { readonly code: string; readonly [key: string]: unknown };
}

/** Extensions that tell how a subgraph is made or called; clients get none of them. */
const internalExtensions: ReadonlySet<string> = new Set([
  'stacktrace',
  'exception',
  'service',
  'serviceName',
  'subgraph',
  'originalError',
]);

/** Reads one entry of a subgraph's `errors`. */
export function readSubgraphError(raw: unknown): SubgraphError {
  const error: Record<string, unknown> = isRecord(raw) ? raw : {};
  const extensions: Record<string, unknown> = {};
  if (isRecord(error.extensions)) {
    for (const [key, value] of Object.entries(error.extensions)) {
      if (!internalExtensions.has(key)) extensions[key] = value;
    }
  }
  const code = typeof extensions.code === 'string' ? extensions.code : 'SUBGRAPH_ERROR';
  return {
    message: typeof error.message === 'string' ? error.message : catalogue.SUBGRAPH_ERROR.message,
    path: Array.isArray(error.path) && error.path.every(isPathSegment) ? error.path.map(pathSegment) : undefined,
    extensions: { ...extensions, code },
  };
}

/** An error for a request that gave no answer at all. What is not coded for clients stays hidden. */
export function errorOfFailure(failure: unknown): Pick<GatheredError, 'message' | 'extensions'> {
  const coded =
    failure instanceof CodedError && failure.entry.audience === 'client'
      ? failure
      : new CodedError('SUBGRAPH_UNAVAILABLE');
  return { message: coded.message, extensions: coded.extensions };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isPathSegment(segment: unknown): segment is string | number {
  return typeof segment === 'string' || typeof segment === 'number';
}

/** Some servers (mercurius) send list indices as text; no GraphQL name begins with a digit, so nothing is confused. */
function pathSegment(segment: string | number): string | number {
  return typeof segment === 'string' && /^\d+$/.test(segment) ? Number(segment) : segment;
}
