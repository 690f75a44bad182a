import type { RequestContext } from '#kit/requestContext.ts';
import { isUuid } from '#kit/validation/isUuid.ts';
import { CodedError } from '#platform/errors/codedError.ts';
import { type Provisioning, readProvisioning } from './readProvisioning.ts';

/**
 * How far the provisioning of a tenant has come, for the platform's operator: no domain yet where only its slug is
 * reserved, null where there is no such tenant.
 */
export async function findProvisioning(context: RequestContext, id: string): Promise<Provisioning | null> {
  if (!isUuid(id)) return null;
  const tenantId = id.toLowerCase();
  const [registered] = await context.read((platform) =>
    platform.query<{ slug: string }>('SELECT slug FROM tenant_registry WHERE tenant_id = $1', [tenantId]),
  );
  if (!registered) return null;
  const { slug } = registered;
  try {
    return await context.tenants.read(tenantId, (session) => readProvisioning(session, slug));
  } catch (error) {
    if (error instanceof CodedError && error.code === 'TENANT_NOT_PROVISIONED') return { tenantId, slug, domains: [] };
    throw error;
  }
}
