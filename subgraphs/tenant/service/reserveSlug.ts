import type { TenantTransaction } from '#kit/tenancy/tenantSession.ts';

/** What a reservation found: the slug is the tenant's, or why it cannot be. */
export type Reservation = 'RESERVED' | 'SLUG_TAKEN' | 'TENANT_EXISTS' | 'TENANT_DELETED';

/**
 * Reserves a slug for a tenant in the registry, which is a table of the platform's own tenant. A repeated reservation of
 * the same slug for the same tenant finds itself.
 *
 * @param platform a transaction of the platform's own tenant
 */
export async function reserveSlug(platform: TenantTransaction, tenantId: string, slug: string): Promise<Reservation> {
  await platform.query('INSERT INTO tenant_registry (tenant_id, slug) VALUES ($1, $2) ON CONFLICT DO NOTHING', [
    tenantId,
    slug,
  ]);
  const [own] = await platform.query<{ slug: string; deleted: boolean }>(
    'SELECT slug, deleted_at IS NOT NULL AS deleted FROM tenant_registry WHERE tenant_id = $1',
    [tenantId],
  );
  if (!own) return 'SLUG_TAKEN';
  if (own.deleted) return 'TENANT_DELETED';
  return own.slug === slug ? 'RESERVED' : 'TENANT_EXISTS';
}
