import type { SelectionSetNode } from 'graphql';
import { CodedError } from '#platform/errors/codedError.ts';
import type { ErrorForClient } from '../compiledOperation.ts';
import type { TypeProblem } from '../project/writer.ts';
import { type ClientNames, clientFieldsOf } from './clientFields.ts';
import type { GatheredError } from './gatheredError.ts';

/** More errors than these help nobody. */
const errorLimit = 1000;
/** More type problems than these are not looked at. */
const problemLimit = 10_000;

/**
 * The errors of an answer as the client sees them, each once. A type problem that a subgraph's error already explains, because
 * one path begins with the other, or because both stand in the way of what is null in the answer, is not told again.
 *
 * @param data what was gathered, by data keys
 * @param answer JSON text of the answer's data
 */
export function clientErrors(
  gathered: readonly GatheredError[],
  problems: readonly TypeProblem[],
  names: ClientNames,
  data: unknown,
  answer: string,
  exposeSubgraph: boolean,
): readonly ErrorForClient[] {
  const errors: ErrorForClient[] = [];
  const told = new Set<string>();
  const tell = (error: ErrorForClient): void => {
    const text = JSON.stringify(error);
    if (!told.has(text)) errors.push(error);
    told.add(text);
  };
  for (const error of gathered.slice(0, errorLimit)) {
    const extensions = exposeSubgraph ? { ...error.extensions, subgraph: error.service } : error.extensions;
    const paths = error.path === undefined ? [undefined] : clientPaths(error.path, names, data);
    for (const path of paths) tell({ message: error.message, ...(path && { path }), extensions });
  }
  const reasons = errors.slice();
  let shown: unknown;
  for (const { path, problem } of problems.slice(0, problemLimit)) {
    if (errors.length >= errorLimit) break;
    if (reasons.some((error) => explains(error.path, path))) continue;
    if (reasons.length > 0) {
      shown ??= JSON.parse(answer);
      const place = nullPlace(shown, path);
      if (reasons.some((error) => place.every((segment, index) => error.path?.[index] === segment))) continue;
    }
    tell({ message: problem, path, extensions: new CodedError('SUBGRAPH_INVALID_ANSWER').extensions });
  }
  return errors.slice(0, errorLimit);
}

/** The place on the way of a path that is null, or the path itself. */
function nullPlace(data: unknown, path: TypeProblem['path']): TypeProblem['path'] {
  let value = data;
  for (let length = 0; length < path.length; length++) {
    if (value === null || value === undefined) return path.slice(0, length);
    value = (value as Record<string | number, unknown>)[path[length] as string | number];
  }
  return path;
}

function explains(known: ErrorForClient['path'], path: TypeProblem['path']): boolean {
  if (known === undefined) return true;
  const length = Math.min(known.length, path.length);
  for (let index = 0; index < length; index++) if (known[index] !== path[index]) return false;
  return true;
}

/**
 * A path of data keys in the client's response keys. One key may answer several of the client's fields; a key that the
 * client did not select (an entity key, a required field) ends the path at the object that it belongs to. There is no
 * path for what the client asked of objects of other types only: plans behind interface objects fetch it of all, and
 * nobody misses it.
 */
function clientPaths(path: readonly (string | number)[], names: ClientNames, data: unknown): (string | number)[][] {
  const found: (string | number)[][] = [];
  const walk = (
    sets: readonly SelectionSetNode[],
    position: number,
    here: (string | number)[],
    value: unknown,
  ): void => {
    const segment = path[position];
    const member = segment === undefined ? undefined : (value as GatheredValue)?.[segment];
    if (segment === undefined) {
      found.push(here);
    } else if (typeof segment === 'number') {
      walk(sets, position + 1, [...here, segment], member);
    } else {
      const fields = clientFieldsOf(sets, segment, names, objectTypeOf(value, names));
      // Where the error nulled more than the field itself, it is the reason for other nulls.
      const isMissed = member === undefined || names.depended.has(segment);
      if (fields.size === 0 && (isMissed || clientFieldsOf(sets, segment, names, undefined).size === 0))
        found.push(here);
      for (const [responseKey, inner] of fields) walk(inner, position + 1, [...here, responseKey], member);
    }
  };
  walk([names.operation.selectionSet], 0, [], data);
  return found;
}

type GatheredValue = Readonly<Record<string | number, unknown>> | null | undefined;

/** The object type of a gathered object, where that is known. */
function objectTypeOf(value: unknown, { types }: ClientNames): string | undefined {
  const typename = (value as GatheredValue)?.__typename;
  return typeof typename === 'string' && types.isObject(typename) ? typename : undefined;
}
