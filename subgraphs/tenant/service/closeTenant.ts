import type { TenantAdministration } from '#kit/requestContext.ts';
import { lockRow } from '#kit/tables/lockRow.ts';
import { CodedError } from '#platform/errors/codedError.ts';
import { tenantProfiles } from '../infrastructure/tenantProfiles.ts';
import { readProvisioning } from './readProvisioning.ts';

/** A tenant that nobody can resume any more. */
export interface ClosedTenant {
  /** Domains that have a store of it. */
  readonly domains: readonly string[];
}

/** Closes a tenant, unless it is served; one whose creation was never completed is closed as it is. */
export async function closeTenant(tenants: TenantAdministration, tenantId: string): Promise<ClosedTenant | 'ACTIVE'> {
  try {
    return await tenants.transact(tenantId, async (transaction) => {
      const profile = await lockRow(transaction, tenantProfiles, tenantId);
      if (profile?.status === 'ACTIVE') return 'ACTIVE' as const;
      if (profile) await transaction.manager.update(tenantProfiles, { id: tenantId }, { status: 'DELETED' });
      const { domains } = await readProvisioning(transaction, profile?.slug ?? '');
      return { domains: domains.map(({ domain }) => domain) };
    });
  } catch (error) {
    // Only its slug was reserved, or a former call got as far as the removal.
    if (error instanceof CodedError && error.code === 'TENANT_NOT_PROVISIONED') return { domains: [] };
    throw error;
  }
}
