import type { FlattenPath } from '../../plan/planNodes.ts';
import type { TypeRelations } from '../../supergraph/typeRelations.ts';
import type { MutableObject } from '../merge/mergeObjects.ts';
import { matchesAny } from './rewrites.ts';

/**
 * Calls `visit` for every object at a path, in the order of the data. An object that stands at several places may be
 * visited more than once; with `met`, which is one walk's own, much less often.
 */
export type PathWalker = (root: unknown, visit: (object: MutableObject) => void, met?: MetObjects) => void;

/** Objects that a walk met already, by their distance from the end of the path. */
export type MetObjects = (Set<object> | undefined)[];

/**
 * Compiles a Flatten path. Nulls end it silently: what is not there needs no fetch.
 *
 * @param sharedPaths paths of data keys at which one object may stand several times; nothing below it is walked twice
 * @param place the path to where the walk begins
 */
export function compileWalker(
  path: FlattenPath,
  types: TypeRelations,
  sharedPaths: ReadonlySet<string> = noPaths,
  place = '',
): PathWalker {
  const [segment, ...rest] = path;
  if (segment === undefined) return visitObjects;
  const inner = typeof segment === 'object' && 'Field' in segment ? `${place}/${segment.Field}` : place;
  const onward = compileWalker(rest, types, sharedPaths, inner);
  const next = inner !== place && sharedPaths.has(inner) && rest.length > 0 ? once(onward, rest.length) : onward;
  if (segment === '@') {
    return (value, visit, met) => {
      if (Array.isArray(value)) for (const item of value) next(item, visit, met);
    };
  }
  if ('Field' in segment) {
    const key = segment.Field;
    return (value, visit, met) => {
      if (isObject(value)) next(value[key], visit, met);
    };
  }
  const conditions = segment.TypeCondition;
  const pass: PathWalker = (value, visit, met) => {
    if (Array.isArray(value)) for (const item of value) pass(item, visit, met);
    else if (isObject(value) && matchesAny(value.__typename, conditions, types)) next(value, visit, met);
  };
  return pass;
}

const noPaths: ReadonlySet<string> = new Set();

/** A walker that goes below each object once; a list is passed on, since its elements may be objects met before. */
function once(walk: PathWalker, level: number): PathWalker {
  return (value, visit, met) => {
    if (met && isObject(value)) {
      const objects = met[level] ?? new Set<object>();
      met[level] = objects;
      if (objects.has(value)) return;
      objects.add(value);
    }
    walk(value, visit, met);
  };
}

const visitObjects: PathWalker = (value, visit) => {
  if (Array.isArray(value)) for (const item of value) visitObjects(item, visit);
  else if (isObject(value)) visit(value);
};

function isObject(value: unknown): value is MutableObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Where the given objects are, as paths of data keys and list indices. Walked a second time and only when an error
 * must be placed, so that the common way keeps no paths.
 */
export function pathsOf(
  root: unknown,
  path: FlattenPath,
  wanted: ReadonlySet<MutableObject>,
): readonly (readonly (string | number)[])[] {
  const found: (string | number)[][] = [];
  const walk = (value: unknown, depth: number, here: (string | number)[]): void => {
    if (Array.isArray(value)) {
      const after = path[depth] === '@' ? depth + 1 : depth;
      value.forEach((item, index) => {
        walk(item, after, [...here, index]);
      });
      return;
    }
    if (!isObject(value)) return;
    const segment = path[depth];
    if (segment === undefined) {
      if (wanted.has(value)) found.push(here);
    } else if (segment !== '@' && 'Field' in segment) {
      walk(value[segment.Field], depth + 1, [...here, segment.Field]);
    } else {
      walk(value, depth + 1, here);
    }
  };
  walk(root, 0, []);
  return found;
}

/** The part of a path that is the same for all its objects: the keys before the first list. */
export function commonPath(path: FlattenPath): string[] {
  const keys: string[] = [];
  for (const segment of path) {
    if (segment === '@') break;
    if ('Field' in segment) keys.push(segment.Field);
  }
  return keys;
}
