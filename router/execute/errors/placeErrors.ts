import { commonPath, pathsOf } from '../entities/flattenPath.ts';
import type { MutableObject } from '../merge/mergeObjects.ts';
import type { Step } from '../steps/step.ts';
import { errorOfFailure, type GatheredError, readSubgraphError } from './gatheredError.ts';

/** For each `_entities` field of a request: for each representation that was sent, the objects it stands for. */
export type SentEntities = readonly (readonly (readonly MutableObject[])[])[];

/** An error of one entity that many places share is repeated for so many of them, and no more. */
const placesPerError = 10;

/** Brings the errors of a subgraph's answer to their places in the gathered data. */
export function placeSubgraphErrors(
  step: Step,
  errors: readonly unknown[],
  root: unknown,
  sent: SentEntities,
): readonly GatheredError[] {
  return errors.flatMap((raw) => {
    const { path, ...error } = readSubgraphError(raw);
    return placesOf(step, path, root, sent).map((place) => ({ ...error, service: step.service, path: place }));
  });
}

/** The errors for a request that failed as a whole: one for each root field it asked, or one for its entities. */
export function placeFailure(step: Step, failure: unknown): readonly GatheredError[] {
  const error = errorOfFailure(failure);
  return wholePaths(step).map((path) => ({ ...error, service: step.service, path }));
}

type Path = readonly (string | number)[];

function placesOf(
  step: Step,
  path: Path | undefined,
  root: unknown,
  sent: SentEntities,
): readonly (Path | undefined)[] {
  if (step.target.kind === 'root') {
    if (path === undefined) return step.target.keys.length === 1 ? wholePaths(step) : [undefined];
    return [[...commonPath(step.target.path), ...path]];
  }
  const [alias, index, ...rest] = path ?? [];
  const position = step.target.groups.findIndex((group) => group.alias === alias);
  const group = step.target.groups[position];
  const objects = typeof index === 'number' ? sent[position]?.[index] : undefined;
  if (group === undefined || objects === undefined) return wholePaths(step).slice(0, 1);
  const wanted = new Set(objects);
  const places = group.paths.flatMap((groupPath) => pathsOf(root, groupPath, wanted));
  return places.slice(0, placesPerError).map((place) => [...place, ...rest]);
}

function wholePaths(step: Step): readonly Path[] {
  const target = step.target;
  if (target.kind === 'root') return target.keys.map((key) => [...commonPath(target.path), key]);
  return target.groups.flatMap((group) => group.paths.slice(0, 1).map(commonPath));
}
