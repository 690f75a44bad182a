import type { CreateTenantInput } from '#generated/subgraphs/tenant.ts';
import { conflict } from '#kit/failures/conflict.ts';
import type { ConflictFailure, InvalidInputFailure } from '#kit/failures/failure.ts';
import { invalidInput } from '#kit/failures/invalidInput.ts';
import { canonicalId } from '#kit/references/canonicalId.ts';
import type { RequestContext } from '#kit/requestContext.ts';
import { checkEmail } from '#kit/validation/checkEmail.ts';
import { checkReference } from '#kit/validation/checkReference.ts';
import { checkText } from '#kit/validation/checkText.ts';
import { firstInvalid } from '#kit/validation/firstInvalid.ts';
import { uuidv7 } from '#platform/ids/uuidv7.ts';
import { refuseSlug } from '../domain/slug.ts';
import { foundTenant } from './foundTenant.ts';
import { type Provisioning, readProvisioning } from './readProvisioning.ts';
import { reserveSlug } from './reserveSlug.ts';

/**
 * Creates a tenant with its first admin. Three steps, each of which can be repeated: its slug is reserved in the
 * platform's own tenant, its store is made, and what it is gets written together with `tenant.created`, on which the
 * other domains make their stores. A call that died in between is completed by repeating it with the same id.
 */
export async function createTenant(
  context: RequestContext,
  input: CreateTenantInput,
): Promise<Provisioning | InvalidInputFailure | ConflictFailure> {
  const invalid = firstInvalid({
    'input.id': checkReference(input.id),
    'input.slug': refuseSlug(input.slug) ?? null,
    'input.name': checkText(input.name, { max: 200 }),
    'input.region': checkText(input.region, { max: 50 }),
    'input.admin.id': checkReference(input.admin.id),
    'input.admin.name': checkText(input.admin.name, { max: 200 }),
    'input.admin.email': checkEmail(input.admin.email),
  });
  if (invalid) return invalid;

  const { tenants, principal } = context;
  const tenantId = canonicalId(input.id) ?? uuidv7();
  if (tenantId === principal.tenantId)
    return invalidInput('input.id', 'This is the platform itself. Choose another id.');
  await tenants.provision(principal.tenantId);
  const reservation = await context.transact((platform) => reserveSlug(platform, tenantId, input.slug));
  if (reservation !== 'RESERVED') return conflict(reservation);

  await tenants.provision(tenantId);
  await tenants.transact(tenantId, (transaction) => foundTenant(transaction, input));
  return tenants.read(tenantId, (session) => readProvisioning(session, input.slug));
}
