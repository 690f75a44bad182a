import { placeOf } from '../../plan/placeOf.ts';
import { readSubgraphError } from '../errors/gatheredError.ts';
import type { Step } from '../steps/step.ts';

/** A field that failed, took something along, and is not the client's. */
export interface LostField {
  /** Where it is in the subgraph's answer. */
  readonly path: readonly (string | number)[];
  /** The step that asked for it, and the head of its request. */
  readonly step: Step;
  readonly head: string;
}

/** Whether the client selects anything at a path of data keys. */
export type IsAsked = (path: readonly string[]) => boolean;

/**
 * The fields of an answer that failed, took something along, and are not the client's: what `@requires` names may be null for
 * no one but the field that requires it. By the specification an error nulls what is around a field that the client selected
 * (https://spec.graphql.org/September2025/#sec-Handling-Execution-Errors), and these it did not.
 */
export function lostFields(
  step: Step,
  head: string,
  { data, errors }: { readonly data?: unknown; readonly errors?: unknown },
  isAsked: IsAsked,
): readonly LostField[] {
  if (!Array.isArray(errors)) return [];
  return errors.flatMap((error) => {
    const { path = [] } = readSubgraphError(error);
    const gone = nullPlace(data, path);
    if (gone === undefined || !placesOf(step, keysOf(gone)).some(isAsked)) return [];
    return placesOf(step, keysOf(path)).some(isAsked) ? [] : [{ path, step, head }];
  });
}

/** A path without the positions in lists. */
export function keysOf(path: LostField['path']): readonly string[] {
  return path.filter((segment) => typeof segment === 'string');
}

/** The place around the field at that path which became null with it; undefined where nothing did. */
function nullPlace(data: unknown, path: LostField['path']): LostField['path'] | undefined {
  let value = data;
  for (let length = 0; length < path.length; length++) {
    if (value === null || value === undefined) return path.slice(0, length);
    value = (value as Record<string | number, unknown>)[path[length] as string | number];
  }
  return undefined;
}

/** The places in the gathered data of a field of a step's answer; none where fields have other names in it. */
function placesOf({ target }: Step, keys: readonly string[]): readonly (readonly string[])[] {
  if (target.kind === 'root') return target.rewrite ? [] : [[...namesOf(target.path), ...keys]];
  const [alias, ...rest] = keys;
  const group = target.groups.find((candidate) => candidate.alias === alias);
  return !group || group.rewrite ? [] : group.paths.map((path) => [...namesOf(path), ...rest]);
}

function namesOf(path: Parameters<typeof placeOf>[0]): readonly string[] {
  return placeOf(path).split('/').slice(1);
}
