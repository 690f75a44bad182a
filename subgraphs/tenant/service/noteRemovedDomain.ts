import type { TenantRemoved } from '#generated/events.ts';
import type { TenantTransaction } from '#kit/tenancy/tenantSession.ts';

/**
 * Keeps that a domain has removed its store of a deleted tenant.
 * @param platform a transaction of the platform's own tenant
 */
export async function noteRemovedDomain(platform: TenantTransaction, event: TenantRemoved): Promise<void> {
  await platform.query(
    `INSERT INTO removed_domains (tenant_id, domain, removed_at) VALUES ($1, $2, $3)
     ON CONFLICT (tenant_id, domain) DO UPDATE SET removed_at = coalesce(removed_domains.removed_at, excluded.removed_at)`,
    [event.deleted_tenant_id, event.domain, event.removed_at],
  );
}
