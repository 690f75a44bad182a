import type { FlattenPath } from './planNodes.ts';

/** The place in the gathered data that a path leads to, e.g. `/users/reviews`, whatever lists and types are on the way. */
export function placeOf(path: FlattenPath): string {
  return path.map((segment) => (typeof segment === 'object' && 'Field' in segment ? `/${segment.Field}` : '')).join('');
}
