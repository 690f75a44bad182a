import type { TenantTransaction } from '#kit/tenancy/tenantSession.ts';

/** What a reservation found. */
export type Reservation = 'reserved' | 'taken';

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
  const [own] = await platform.query<{ slug: string }>('SELECT slug FROM tenant_registry WHERE tenant_id = $1', [
    tenantId,
  ]);
  return own?.slug === slug ? 'reserved' : 'taken';
}
