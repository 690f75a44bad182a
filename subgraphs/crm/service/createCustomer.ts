import type { CreateCustomerInput } from '#generated/subgraphs/crm.ts';
import type { InvalidInputFailure } from '#kit/failures/failure.ts';
import type { TenantTransaction } from '#kit/tenancy/tenantSession.ts';
import { checkEmail } from '#kit/validation/checkEmail.ts';
import { checkReference } from '#kit/validation/checkReference.ts';
import { checkText } from '#kit/validation/checkText.ts';
import { firstInvalid } from '#kit/validation/firstInvalid.ts';
import type { CustomerRow } from '../infrastructure/customers.ts';
import { insertCustomer } from './insertCustomer.ts';

/** Enters a customer that was no lead before. */
export async function createCustomer(
  transaction: TenantTransaction,
  input: CreateCustomerInput,
): Promise<CustomerRow | InvalidInputFailure> {
  const invalid = firstInvalid({
    'input.name': checkText(input.name, { max: 200 }),
    'input.email': checkEmail(input.email),
    'input.phone': checkText(input.phone, { max: 50 }),
    'input.owner': checkReference(input.owner),
  });
  if (invalid) return invalid;
  return insertCustomer(transaction, {
    name: input.name.trim(),
    email: input.email ?? null,
    phone: input.phone ?? null,
    ownerId: input.owner ?? null,
  });
}
