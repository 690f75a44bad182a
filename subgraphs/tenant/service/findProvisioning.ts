import type { RequestContext } from '#kit/requestContext.ts';
import { isUuid } from '#kit/validation/isUuid.ts';
import { type Provisioning, readProvisioning } from './readProvisioning.ts';

/** How far the provisioning of a tenant has come, for the platform's operator; null where there is no such tenant. */
export async function findProvisioning(context: RequestContext, tenantId: string): Promise<Provisioning | null> {
  if (!isUuid(tenantId)) return null;
  const registered = await context.read((platform) =>
    platform.query('SELECT tenant_id FROM tenant_registry WHERE tenant_id = $1', [tenantId]),
  );
  if (registered.length === 0) return null;
  return context.tenants.read(tenantId.toLowerCase(), readProvisioning);
}
