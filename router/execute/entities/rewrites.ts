import type { Rewrite, RewriteSegment } from '../../plan/planNodes.ts';
import type { TypeRelations } from '../../supergraph/typeRelations.ts';
import type { MutableObject } from '../merge/mergeObjects.ts';

/** Changes a value in place. */
export type RewriteFunction = (value: unknown) => void;

/** Compiles the rewrites of a fetch, in their order; undefined when there are none. */
export function compileRewrites(
  rewrites: readonly Rewrite[] | undefined,
  types: TypeRelations,
): RewriteFunction | undefined {
  if (rewrites === undefined || rewrites.length === 0) return undefined;
  const functions = rewrites.map((rewrite) => compileRewrite(rewrite, types));
  return (value) => {
    for (const rewrite of functions) rewrite(value);
  };
}

function compileRewrite(rewrite: Rewrite, types: TypeRelations): RewriteFunction {
  if ('ValueSetter' in rewrite) {
    const { path, setValueTo } = rewrite.ValueSetter;
    return atKey(path, types, (owner, key) => {
      if (owner[key] !== undefined) owner[key] = setValueTo;
    });
  }
  const { path, renameKeyTo } = rewrite.KeyRenamer;
  return atKey(path, types, (owner, key) => {
    if (owner[key] === undefined || key === renameKeyTo) return;
    owner[renameKeyTo] = owner[key];
    delete owner[key];
  });
}

/** Calls `change` for every object that has the last key of the path; lists on the way are passed through. */
function atKey(
  path: readonly RewriteSegment[],
  types: TypeRelations,
  change: (owner: MutableObject, key: string) => void,
): RewriteFunction {
  const [segment, ...rest] = path;
  if (segment === undefined) return () => {};
  const next = rest.length === 0 ? undefined : atKey(rest, types, change);
  const visit: RewriteFunction = (value) => {
    if (Array.isArray(value)) {
      for (const item of value) visit(item);
      return;
    }
    if (typeof value !== 'object' || value === null) return;
    const owner = value as MutableObject;
    if ('Key' in segment) {
      if (next) next(owner[segment.Key]);
      else change(owner, segment.Key);
    } else if (matchesAny(owner.__typename, segment.TypenameEquals, types)) {
      next?.(owner);
    }
  };
  return visit;
}

/** Whether an object of that type name passes a type condition; one whose type is not known does. */
export function matchesAny(typename: unknown, conditions: readonly string[], types: TypeRelations): boolean {
  return typeof typename !== 'string' || conditions.some((condition) => types.satisfies(typename, condition));
}
