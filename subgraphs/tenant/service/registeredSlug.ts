import type { TenantSession } from '#kit/tenancy/tenantSession.ts';

/**
 * The slug that the platform's registry has for a tenant, deleted or not; undefined where there is no such tenant.
 * @param platform a session of the platform's own tenant
 */
export async function registeredSlug(platform: TenantSession, tenantId: string): Promise<string | undefined> {
  const [registered] = await platform.query<{ slug: string }>('SELECT slug FROM tenant_registry WHERE tenant_id = $1', [
    tenantId,
  ]);
  return registered?.slug;
}
