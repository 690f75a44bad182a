import type { TypeRelations } from '../../supergraph/typeRelations.ts';

/** An object of the gathered data, which belongs to one request and is filled by its fetches. */
export interface MutableObject {
  __typename?: unknown;
  [key: string]: unknown;
}

/**
 * Merges what a subgraph said of an object into what is known of it.
 * A null never replaces a value, since another subgraph may know less; an interface's name (from an interface object)
 * never replaces that of an object type.
 */
export function mergeObjects(target: MutableObject, source: MutableObject, types: TypeRelations): void {
  for (const key of Object.keys(source)) {
    const value = source[key];
    const known = target[key];
    if (known === undefined || known === null) {
      target[key] = value;
    } else if (key === '__typename') {
      if (typeof value === 'string' && types.isObject(value)) target[key] = value;
    } else if (value !== null && value !== undefined) {
      target[key] = mergedValue(known, value, types);
    }
  }
}

function mergedValue(known: unknown, value: unknown, types: TypeRelations): unknown {
  if (typeof known !== 'object' || typeof value !== 'object' || known === null || value === null) return value ?? known;
  if (Array.isArray(known)) {
    if (!Array.isArray(value)) return known;
    const items = Math.min(known.length, value.length);
    for (let index = 0; index < items; index++) known[index] = mergedValue(known[index], value[index], types);
    return known;
  }
  if (Array.isArray(value)) return value;
  mergeObjects(known as MutableObject, value as MutableObject, types);
  return known;
}

/** A copy that shares nothing with the original, for the second and every further place of an entity. */
export function copyOf<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(copyOf) as T;
  const copy: MutableObject = {};
  for (const key of Object.keys(value)) copy[key] = copyOf((value as MutableObject)[key]);
  return copy as T;
}
