import type { TenantProvisioned } from '#generated/events.ts';
import type { TenantTransaction } from '#kit/tenancy/tenantSession.ts';

/** Keeps that a domain has its store for the tenant ready. */
export async function noteProvisionedDomain(
  transaction: TenantTransaction,
  event: Pick<TenantProvisioned, 'domain' | 'provisioned_at'>,
): Promise<void> {
  await transaction.query(
    'INSERT INTO provisioned_domains (domain, provisioned_at) VALUES ($1, $2) ON CONFLICT (domain) DO NOTHING',
    [event.domain, event.provisioned_at],
  );
}
