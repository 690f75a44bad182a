import { isDeepStrictEqual } from 'node:util';
import type { FormattedExecutionResult } from 'graphql';

type Path = readonly (string | number)[];

/**
 * Whether our answer differs from the monolith's only in nulls on objects of which a required field failed: a subgraph that is
 * asked for a field with `@requires` is asked for others in the same request, and is not asked at all where what is
 * required cannot be had.
 *
 * @param truth the monolith's answer; its errors of required fields say in `requiredBy` how much of the path is the object's
 */
export function isLessForRequired(ours: FormattedExecutionResult, truth: FormattedExecutionResult): boolean {
  const objects = (truth.errors ?? []).flatMap(({ path, extensions }) =>
    path && typeof extensions?.requiredBy === 'number' ? [path.slice(0, extensions.requiredBy)] : [],
  );
  if (objects.length === 0 || !ours.errors?.length) return false;
  return lostPlaces(ours.data, truth.data, []).every(
    (place) => place !== undefined && objects.some((object) => isOn(place, object)),
  );
}

/** Whether a place is an object, on it, or the list that it is in. */
function isOn(place: Path, object: Path): boolean {
  const common = Math.min(place.length, object.length);
  for (let index = 0; index < common; index++) if (place[index] !== object[index]) return false;
  return object.slice(common).every((segment) => typeof segment === 'number');
}

/** The places where ours is null and the truth is not; undefined for a place that differs otherwise. */
function lostPlaces(ours: unknown, truth: unknown, place: Path): readonly (Path | undefined)[] {
  if (isDeepStrictEqual(ours, truth)) return [];
  if (ours === null || ours === undefined) return [place];
  if (typeof ours !== 'object' || typeof truth !== 'object' || truth === null) return [undefined];
  if (Array.isArray(ours) !== Array.isArray(truth)) return [undefined];
  if (Array.isArray(ours) && ours.length !== (truth as readonly unknown[]).length) return [undefined];
  const keys = new Set([...Object.keys(ours), ...Object.keys(truth)]);
  return [...keys].flatMap((key) => {
    const segment = Array.isArray(ours) ? Number(key) : key;
    return lostPlaces((ours as never)[key], (truth as never)[key], [...place, segment]);
  });
}
