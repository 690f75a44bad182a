import type { UpdateCustomerInput } from '#generated/subgraphs/crm.ts';
import type { InvalidInputFailure, NotFoundFailure } from '#kit/failures/failure.ts';
import { notFound } from '#kit/failures/notFound.ts';
import { canonicalId } from '#kit/references/canonicalId.ts';
import { lockRow } from '#kit/tables/lockRow.ts';
import type { TenantTransaction } from '#kit/tenancy/tenantSession.ts';
import { firstInvalid } from '#kit/validation/firstInvalid.ts';
import { type CustomerRow, customers } from '../infrastructure/customers.ts';
import { checkCustomer } from './checkCustomer.ts';
import { syncCustomer } from './syncCustomer.ts';

/** Changes what the input names; what it leaves out stays. A null clears email, phone and owner. */
export async function updateCustomer(
  transaction: TenantTransaction,
  input: UpdateCustomerInput,
): Promise<CustomerRow | NotFoundFailure | InvalidInputFailure> {
  const invalid = firstInvalid(checkCustomer(input));
  if (invalid) return invalid;
  const before = await lockRow(transaction, customers, input.id);
  if (!before) return notFound(input.id, 'customer');

  const after: CustomerRow = {
    ...before,
    name: input.name?.trim() ?? before.name,
    email: input.email === undefined ? before.email : input.email,
    phone: input.phone === undefined ? before.phone : (input.phone?.trim() ?? null),
    status: input.status ?? before.status,
    ownerId: input.owner === undefined ? before.ownerId : canonicalId(input.owner),
  };
  const { name, email, phone, status, ownerId } = after;
  await transaction.manager.update(customers, { id: before.id }, { name, email, phone, status, ownerId });
  await syncCustomer(transaction, after);
  return after;
}
