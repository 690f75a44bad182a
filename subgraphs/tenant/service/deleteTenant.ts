import { conflict } from '#kit/failures/conflict.ts';
import type { ConflictFailure, NotFoundFailure } from '#kit/failures/failure.ts';
import { notFound } from '#kit/failures/notFound.ts';
import type { RequestContext } from '#kit/requestContext.ts';
import { isUuid } from '#kit/validation/isUuid.ts';
import { closeTenant } from './closeTenant.ts';
import { type Deletion, readDeletion } from './readDeletion.ts';
import { recordDeletion } from './recordDeletion.ts';
import { registeredSlug } from './registeredSlug.ts';

/**
 * Deletes a suspended tenant for good, for the platform's operator. Three steps, each of which can be repeated: the
 * tenant is closed, so that nobody resumes it; the keys of its personal data are destroyed; the registry of the
 * platform notes it, together with `tenant.deleted`, on which every domain removes its store. A call that died in
 * between is completed by repeating it.
 *
 * @throws CodedError FORBIDDEN without the scope platform:provision; PERSONAL_DATA_KEYS_UNAVAILABLE: nothing was removed
 */
export async function deleteTenant(
  context: RequestContext,
  id: string,
): Promise<Deletion | NotFoundFailure | ConflictFailure> {
  const { tenants, principal } = context;
  if (!isUuid(id)) return notFound(id, 'tenant');
  const tenantId = id.toLowerCase();
  // A session that is closed again: a request must not wait for a second connection while it holds one.
  const { slug, deletion } = await tenants.read(principal.tenantId, async (platform) => ({
    slug: await registeredSlug(platform, tenantId),
    deletion: await readDeletion(platform, tenantId),
  }));
  if (deletion) return deletion;
  // The platform's own tenant is not registered.
  if (slug === undefined) return notFound(id, 'tenant');

  const closed = await closeTenant(tenants, tenantId);
  if (closed === 'ACTIVE') return conflict('TENANT_ACTIVE');
  await tenants.shred(tenantId);
  return context.transact((platform) => recordDeletion(platform, { tenantId, by: principal.userId, ...closed }));
}
