import { selectList } from '#kit/tables/selectList.ts';
import type { TenantSession } from '#kit/tenancy/tenantSession.ts';
import { type ProvisionedDomainRow, provisionedDomains } from '../infrastructure/provisionedDomains.ts';

/** Which domains have their store for a tenant ready. */
export interface Provisioning {
  readonly tenantId: string;
  readonly slug: string;
  readonly domains: ProvisionedDomainRow[];
}

/** Reads how far the provisioning of the session's tenant has come. The slug is the one that is reserved for it. */
export async function readProvisioning(session: TenantSession, slug: string): Promise<Provisioning> {
  const domains = await session.query<ProvisionedDomainRow>(
    `SELECT ${selectList(provisionedDomains)} FROM provisioned_domains ORDER BY domain`,
  );
  return { tenantId: session.tenantId, slug, domains };
}
