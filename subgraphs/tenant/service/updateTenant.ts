import type { UpdateTenantInput } from '#generated/subgraphs/tenant.ts';
import type { InvalidInputFailure } from '#kit/failures/failure.ts';
import { present } from '#kit/references/present.ts';
import { lockRow } from '#kit/tables/lockRow.ts';
import type { TenantTransaction } from '#kit/tenancy/tenantSession.ts';
import { checkInteger } from '#kit/validation/checkInteger.ts';
import { checkText } from '#kit/validation/checkText.ts';
import { firstInvalid } from '#kit/validation/firstInvalid.ts';
import { type TenantProfileRow, tenantProfiles } from '../infrastructure/tenantProfiles.ts';
import { audit } from './audit.ts';
import { publishTenantUpdated } from './publishTenantUpdated.ts';

const mostFeatures = 100;

/** Changes name, plan and settings of the tenant, what is left out stays, and tells of it (`tenant.updated`). */
export async function updateTenant(
  transaction: TenantTransaction,
  input: UpdateTenantInput,
): Promise<TenantProfileRow | InvalidInputFailure> {
  const { features } = input;
  const invalid = firstInvalid({
    'input.name': checkText(input.name, { max: 200 }),
    'input.requestsPerMinute': checkInteger(input.requestsPerMinute, 1, 1_000_000),
    'input.requestsPerHour': checkInteger(input.requestsPerHour, 1, 60_000_000),
    'input.userRequestsPerMinute': checkInteger(input.userRequestsPerMinute, 1, 1_000_000),
    'input.userRequestsPerHour': checkInteger(input.userRequestsPerHour, 1, 60_000_000),
    'input.partnerRequestsPerMinute': checkInteger(input.partnerRequestsPerMinute, 1, 1_000_000),
    'input.partnerRequestsPerHour': checkInteger(input.partnerRequestsPerHour, 1, 60_000_000),
    'input.retentionDays': checkInteger(input.retentionDays, 1, 3_650),
    'input.features':
      features && (features.length > mostFeatures || features.some((name) => !/^[a-z][a-z0-9-]{0,49}$/.test(name)))
        ? `Enter at most ${mostFeatures} names of lower-case letters, digits and hyphens.`
        : null,
  });
  if (invalid) return invalid;

  const before = present(await lockRow(transaction, tenantProfiles, transaction.tenantId));
  const after: TenantProfileRow = {
    ...before,
    name: input.name?.trim() ?? before.name,
    plan: input.plan ?? before.plan,
    requestsPerMinute: input.requestsPerMinute ?? before.requestsPerMinute,
    requestsPerHour: input.requestsPerHour ?? before.requestsPerHour,
    userRequestsPerMinute: input.userRequestsPerMinute ?? before.userRequestsPerMinute,
    userRequestsPerHour: input.userRequestsPerHour ?? before.userRequestsPerHour,
    partnerRequestsPerMinute: input.partnerRequestsPerMinute ?? before.partnerRequestsPerMinute,
    partnerRequestsPerHour: input.partnerRequestsPerHour ?? before.partnerRequestsPerHour,
    retentionDays: input.retentionDays ?? before.retentionDays,
    features: features ? [...features] : before.features,
  };
  await transaction.manager.update(tenantProfiles, { id: before.id }, after);
  await audit(transaction, { action: 'tenant.update', subjectType: 'Tenant', subjectId: before.id });
  await publishTenantUpdated(transaction, after);
  return after;
}
