import type { NotFoundFailure } from '#kit/failures/failure.ts';
import { notFound } from '#kit/failures/notFound.ts';
import type { RequestContext } from '#kit/requestContext.ts';
import { lockRow } from '#kit/tables/lockRow.ts';
import type { TenantTransaction } from '#kit/tenancy/tenantSession.ts';
import { isUuid } from '#kit/validation/isUuid.ts';
import { CodedError } from '#platform/errors/codedError.ts';
import { tenantProfiles } from '../infrastructure/tenantProfiles.ts';
import { audit } from './audit.ts';
import { publishTenantUpdated } from './publishTenantUpdated.ts';

/** Whether a tenant's users are served. */
export interface Standing {
  readonly tenantId: string;
  readonly status: 'ACTIVE' | 'SUSPENDED';
}

/**
 * Suspends or resumes a tenant, for the platform's operator. Routers learn of it by `tenant.updated`. Repeated, it
 * changes nothing and tells nobody.
 *
 * @throws CodedError FORBIDDEN without the scope platform:provision
 */
export async function setTenantStatus(
  context: RequestContext,
  id: string,
  status: Standing['status'],
): Promise<Standing | NotFoundFailure> {
  if (!isUuid(id)) return notFound(id, 'tenant');
  const tenantId = id.toLowerCase();
  try {
    const found = await context.tenants.transact(tenantId, (transaction) => change(transaction, status));
    return found ? { tenantId, status } : notFound(id, 'tenant');
  } catch (error) {
    if (error instanceof CodedError && error.code === 'TENANT_NOT_PROVISIONED') return notFound(id, 'tenant');
    throw error;
  }
}

/** Says whether the tenant is there: the platform's own one has no profile, a deleted one does not come back. */
async function change(transaction: TenantTransaction, status: Standing['status']): Promise<boolean> {
  const before = await lockRow(transaction, tenantProfiles, transaction.tenantId);
  if (!before || before.status === 'DELETED') return false;
  if (before.status === status) return true;
  const after = { ...before, status };
  await transaction.manager.update(tenantProfiles, { id: before.id }, { status });
  const action = status === 'SUSPENDED' ? 'tenant.suspend' : 'tenant.resume';
  await audit(transaction, { action, subjectType: 'Tenant', subjectId: before.id });
  await publishTenantUpdated(transaction, after);
  return true;
}
