import { present } from '#kit/references/present.ts';
import type { TenantTransaction } from '#kit/tenancy/tenantSession.ts';
import { audit } from './audit.ts';
import { publishTenantDeleted } from './publishTenantDeleted.ts';
import { type Deletion, readDeletion } from './readDeletion.ts';

/** A tenant whose keys are destroyed. */
export interface DeletedTenant {
  readonly tenantId: string;
  /** Operator's user id. */
  readonly by: string;
  /** Domains that are to remove their store. */
  readonly domains: readonly string[];
}

/**
 * Notes in the registry that a tenant is deleted, audits it and tells of it; of several calls only the first does so.
 * @param platform a transaction of the platform's own tenant
 */
export async function recordDeletion(
  platform: TenantTransaction,
  { tenantId, by, domains }: DeletedTenant,
): Promise<Deletion> {
  const noted = await platform.query(
    `UPDATE tenant_registry SET deleted_at = $2, deleted_by = $3 WHERE tenant_id = $1 AND deleted_at IS NULL RETURNING slug`,
    [tenantId, new Date().toISOString(), by],
  );
  if (noted.length > 0) {
    await platform.query(
      `INSERT INTO removed_domains (tenant_id, domain) SELECT $1, unnest($2::text[]) ON CONFLICT DO NOTHING`,
      [tenantId, domains],
    );
    await audit(platform, { action: 'tenant.delete', subjectType: 'Tenant', subjectId: tenantId });
    await publishTenantDeleted(platform, tenantId);
  }
  return present(await readDeletion(platform, tenantId));
}
