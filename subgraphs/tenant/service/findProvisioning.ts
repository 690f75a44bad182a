import type { RequestContext } from '#kit/requestContext.ts';
import { isUuid } from '#kit/validation/isUuid.ts';
import { CodedError } from '#platform/errors/codedError.ts';
import { type Provisioning, readProvisioning } from './readProvisioning.ts';
import { registeredSlug } from './registeredSlug.ts';

/**
 * How far the provisioning of a tenant has come, for the platform's operator: no domain yet where only its slug is
 * reserved, null where there is no such tenant.
 */
export async function findProvisioning(context: RequestContext, id: string): Promise<Provisioning | null> {
  if (!isUuid(id)) return null;
  const tenantId = id.toLowerCase();
  const { tenants, principal } = context;
  // A session that is closed again: a request must not wait for a second connection while it holds one.
  const slug = await tenants.read(principal.tenantId, (platform) => registeredSlug(platform, tenantId));
  if (slug === undefined) return null;
  try {
    return await tenants.read(tenantId, (session) => readProvisioning(session, slug));
  } catch (error) {
    if (error instanceof CodedError && error.code === 'TENANT_NOT_PROVISIONED') return { tenantId, slug, domains: [] };
    throw error;
  }
}
