import { RecentMap } from '#platform/identity/recentMap.ts';
import type { DataKey, TenantKeys } from '../tenantKeys.ts';

interface Kept {
  readonly key: Promise<DataKey | undefined>;
  readonly until: number;
}

const tenantsAtMost = 10_000;
const keysPerTenantAtMost = 100;
const keptForMs = 60_000;

/**
 * Keeps keys in memory for a minute each, for the 10,000 tenants used last, so that a rotation or destruction in another
 * process is known here within a minute. What failed is asked for again at once.
 * @param now milliseconds of a clock that only goes forward
 */
export function cachedTenantKeys(keys: TenantKeys, now: () => number = () => performance.now()): TenantKeys {
  const tenants = new RecentMap<string, Map<string, Kept>>(tenantsAtMost);

  function cached<K extends DataKey | undefined>(tenantId: string, name: string, ask: () => Promise<K>): Promise<K> {
    const kept = tenants.get(tenantId) ?? new Map<string, Kept>();
    const known = kept.get(name);
    if (known && known.until > now()) return known.key as Promise<K>;
    if (kept.size >= keysPerTenantAtMost) kept.clear();
    const key = ask();
    kept.set(name, { key, until: now() + keptForMs });
    tenants.set(tenantId, kept);
    key.catch(() => kept.get(name)?.key === key && kept.delete(name));
    return key;
  }

  return {
    present: (tenantId) => cached(tenantId, 'present', () => keys.present(tenantId)),
    find: (tenantId, keyId) => cached(tenantId, keyId, () => keys.find(tenantId, keyId)),
    async rotate(tenantId) {
      await keys.rotate(tenantId);
      tenants.delete(tenantId);
    },
    async shred(tenantId) {
      await keys.shred(tenantId);
      tenants.delete(tenantId);
    },
    rewrap: () => keys.rewrap(),
    close: () => keys.close(),
  };
}
