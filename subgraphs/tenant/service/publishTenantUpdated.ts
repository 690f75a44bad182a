import type { TenantTransaction } from '#kit/tenancy/tenantSession.ts';
import type { TenantProfileRow } from '../infrastructure/tenantProfiles.ts';

/** Tells of what a tenant is now (`tenant.updated`). */
export async function publishTenantUpdated(
  transaction: TenantTransaction,
  { name, plan, status }: TenantProfileRow,
): Promise<void> {
  await transaction.publish('tenant.updated', {
    tenant_id: transaction.tenantId,
    name,
    plan,
    status,
    updated_at: new Date().toISOString(),
  });
}
