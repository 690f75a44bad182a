import type { TenantSession } from '#kit/tenancy/tenantSession.ts';

/** How far the deletion of a tenant has come. */
export interface Deletion {
  readonly tenantId: string;
  readonly slug: string;
  readonly deletedAt: string;
  /** Domains that had a store of it; without `removedAt` where it is still there. */
  readonly domains: readonly { readonly domain: string; readonly removedAt: string | null }[];
}

/**
 * Reads how far the deletion of a tenant has come; null where it is not deleted.
 * @param platform a session of the platform's own tenant
 */
export async function readDeletion(platform: TenantSession, tenantId: string): Promise<Deletion | null> {
  const [deleted] = await platform.query<Omit<Deletion, 'domains'>>(
    `SELECT tenant_id AS "tenantId", slug, deleted_at AS "deletedAt" FROM tenant_registry
     WHERE tenant_id = $1 AND deleted_at IS NOT NULL`,
    [tenantId],
  );
  if (!deleted) return null;
  const domains = await platform.query<Deletion['domains'][number]>(
    'SELECT domain, removed_at AS "removedAt" FROM removed_domains WHERE tenant_id = $1 ORDER BY domain',
    [tenantId],
  );
  return { ...deleted, domains };
}
