import type { UpdateProfileInput } from '#generated/subgraphs/tenant.ts';
import type { InvalidInputFailure, NotFoundFailure } from '#kit/failures/failure.ts';
import { notFound } from '#kit/failures/notFound.ts';
import { lockRow } from '#kit/tables/lockRow.ts';
import type { TenantTransaction } from '#kit/tenancy/tenantSession.ts';
import { checkText } from '#kit/validation/checkText.ts';
import { firstInvalid } from '#kit/validation/firstInvalid.ts';
import { type UserRow, users } from '../infrastructure/users.ts';
import { audit } from './audit.ts';

/** Changes what a user says about itself; what is left out stays, null clears an attribute. */
export async function updateProfile(
  transaction: TenantTransaction,
  userId: string,
  input: UpdateProfileInput,
): Promise<UserRow | NotFoundFailure | InvalidInputFailure> {
  const invalid = firstInvalid({
    'input.name': checkText(input.name, { max: 200 }),
    'input.department': checkText(input.department, { max: 100 }),
    'input.costCentre': checkText(input.costCentre, { max: 50 }),
    'input.region': checkText(input.region, { max: 50 }),
  });
  if (invalid) return invalid;
  const user = await lockRow(transaction, users, userId);
  if (!user) return notFound(userId, 'user');
  const change = {
    name: input.name?.trim() ?? user.name,
    department: given(input.department, user.department),
    costCentre: given(input.costCentre, user.costCentre),
    region: given(input.region, user.region),
  };
  await transaction.manager.update(users, { id: user.id }, change);
  await audit(transaction, { action: 'user.update-profile', subjectType: 'User', subjectId: user.id });
  return { ...user, ...change };
}

function given(value: string | null | undefined, before: string | null): string | null {
  return value === undefined ? before : (value?.trim() ?? null);
}
