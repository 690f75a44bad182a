import DataLoader from 'dataloader';
import type { TenantSession } from '../tenancy/tenantSession.ts';
import type { Loader } from './defineLoader.ts';

/** The loaders of one request, with what they loaded. */
export interface RequestLoaders {
  load<K, V>(loader: Loader<K, V>, key: K): Promise<V>;
  /** Forgets everything loaded. */
  clear(): void;
}

/** Keys per statement; more travel in several. */
const maxBatchSize = 1_000;

/**
 * Makes the loaders of one request.
 *
 * @param read gives a session of the request; called once per batch
 */
export function createRequestLoaders(
  read: <R>(work: (session: TenantSession) => Promise<R>) => Promise<R>,
): RequestLoaders {
  const running = new Map<Loader<never, unknown>, DataLoader<unknown, unknown, unknown>>();

  function start<K, V>({ batch, cacheKey }: Loader<K, V>): DataLoader<K, V, K | string> {
    const load = (keys: readonly K[]) => read((session) => batch(keys, session));
    return new DataLoader<K, V, K | string>(load, { maxBatchSize, ...(cacheKey ? { cacheKeyFn: cacheKey } : {}) });
  }

  return {
    load<K, V>(loader: Loader<K, V>, key: K): Promise<V> {
      const identity = loader as Loader<never, unknown>;
      let known = running.get(identity) as DataLoader<K, V, K | string> | undefined;
      if (!known) {
        known = start(loader);
        running.set(identity, known as DataLoader<unknown, unknown, unknown>);
      }
      return known.load(key);
    },
    clear() {
      running.clear();
    },
  };
}
