import { present } from '#kit/references/present.ts';
import type { TenantTransaction } from '#kit/tenancy/tenantSession.ts';

/**
 * Tells that a tenant is deleted (`tenant.deleted`), in the platform's name: row-level security lets nobody else do so.
 * @param platform a transaction of the platform's own tenant, which has noted the deletion
 */
export async function publishTenantDeleted(platform: TenantTransaction, tenantId: string): Promise<void> {
  const [noted] = await platform.query<{ by: string; at: string }>(
    'SELECT deleted_by AS by, deleted_at AS at FROM tenant_registry WHERE tenant_id = $1 AND deleted_at IS NOT NULL',
    [tenantId],
  );
  const { by, at } = present(noted);
  await platform.publish('tenant.deleted', {
    tenant_id: platform.tenantId,
    deleted_tenant_id: tenantId,
    deleted_by: by,
    deleted_at: at,
  });
}
