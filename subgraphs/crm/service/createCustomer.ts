import type { CreateCustomerInput } from '#generated/subgraphs/crm.ts';
import type { InvalidInputFailure } from '#kit/failures/failure.ts';
import { canonicalId } from '#kit/references/canonicalId.ts';
import type { TenantTransaction } from '#kit/tenancy/tenantSession.ts';
import { firstInvalid } from '#kit/validation/firstInvalid.ts';
import type { CustomerRow } from '../infrastructure/customers.ts';
import { checkCustomer } from './checkCustomer.ts';
import { insertCustomer } from './insertCustomer.ts';

/** Enters a customer that was no lead before. */
export async function createCustomer(
  transaction: TenantTransaction,
  input: CreateCustomerInput,
): Promise<CustomerRow | InvalidInputFailure> {
  const invalid = firstInvalid(checkCustomer(input));
  if (invalid) return invalid;
  return insertCustomer(transaction, {
    name: input.name.trim(),
    email: input.email ?? null,
    phone: input.phone?.trim() ?? null,
    ownerId: canonicalId(input.owner),
  });
}
