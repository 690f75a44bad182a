import type { TenantTransaction } from '#kit/tenancy/tenantSession.ts';
import type { TenantProfileRow } from '../infrastructure/tenantProfiles.ts';

/** Tells of what a tenant is now (`tenant.updated`). */
export async function publishTenantUpdated(
  transaction: TenantTransaction,
  { name, plan, status, ...settings }: TenantProfileRow,
): Promise<void> {
  await transaction.publish('tenant.updated', {
    tenant_id: transaction.tenantId,
    name,
    plan,
    status,
    updated_at: new Date().toISOString(),
    requests_per_minute: settings.requestsPerMinute,
    requests_per_hour: settings.requestsPerHour,
    user_requests_per_minute: settings.userRequestsPerMinute,
    user_requests_per_hour: settings.userRequestsPerHour,
    partner_requests_per_minute: settings.partnerRequestsPerMinute,
    partner_requests_per_hour: settings.partnerRequestsPerHour,
  });
}
