import type { TenantSession } from '../tenancy/tenantSession.ts';

/** How to load many values at once. A request keeps one cache per loader. */
export interface Loader<K, V> {
  /** Gives one value (or Error) per key, in the order of the keys. */
  readonly batch: (keys: readonly K[], session: TenantSession) => Promise<readonly (V | Error)[]>;
  /** What makes two keys equal; the key itself unless given. */
  readonly cacheKey?: (key: K) => string;
}

/**
 * Defines a loader. Resolvers use it by `context.load(loader, key)`: keys asked for in the same turn travel in one
 * call of `batch`, and no key is loaded twice in a request.
 *
 * @param batch gets distinct keys and a session; gives one value (or Error) per key, in their order
 * @param cacheKey for keys that are objects: equal strings mean equal keys
 */
export function defineLoader<K, V>(
  batch: (keys: readonly K[], session: TenantSession) => Promise<readonly (V | Error)[]>,
  cacheKey?: (key: K) => string,
): Loader<K, V> {
  return cacheKey ? { batch, cacheKey } : { batch };
}
