import { present } from '#kit/references/present.ts';
import { selectList } from '#kit/tables/selectList.ts';
import type { TenantSession } from '#kit/tenancy/tenantSession.ts';
import { type ProvisionedDomainRow, provisionedDomains } from '../infrastructure/provisionedDomains.ts';

/** Which domains have their store for a tenant ready. */
export interface Provisioning {
  readonly tenantId: string;
  readonly slug: string;
  readonly domains: ProvisionedDomainRow[];
}

/** Reads how far the provisioning of the session's tenant has come. */
export async function readProvisioning(session: TenantSession): Promise<Provisioning> {
  const [profile] = await session.query<{ slug: string }>('SELECT slug FROM tenant_profile');
  const domains = await session.query<ProvisionedDomainRow>(
    `SELECT ${selectList(provisionedDomains)} FROM provisioned_domains ORDER BY domain`,
  );
  return { tenantId: session.tenantId, slug: present(profile).slug, domains };
}
