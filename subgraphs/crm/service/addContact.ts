import type { AddContactInput } from '#generated/subgraphs/crm.ts';
import type { InvalidInputFailure, NotFoundFailure } from '#kit/failures/failure.ts';
import { notFound } from '#kit/failures/notFound.ts';
import { lockRow } from '#kit/tables/lockRow.ts';
import type { TenantTransaction } from '#kit/tenancy/tenantSession.ts';
import { checkEmail } from '#kit/validation/checkEmail.ts';
import { checkText } from '#kit/validation/checkText.ts';
import { firstInvalid } from '#kit/validation/firstInvalid.ts';
import { uuidv7 } from '#platform/ids/uuidv7.ts';
import { type ContactRow, contacts } from '../infrastructure/contacts.ts';
import { customers } from '../infrastructure/customers.ts';

/** Adds a person to a customer. */
export async function addContact(
  transaction: TenantTransaction,
  input: AddContactInput,
): Promise<ContactRow | NotFoundFailure | InvalidInputFailure> {
  const invalid = firstInvalid({
    'input.name': checkText(input.name, { max: 200 }),
    'input.email': checkEmail(input.email),
    'input.phone': checkText(input.phone, { max: 50 }),
    'input.role': checkText(input.role, { max: 100 }),
  });
  if (invalid) return invalid;
  const customer = await lockRow(transaction, customers, input.customerId);
  if (!customer) return notFound(input.customerId, 'customer');
  const contact: ContactRow = {
    id: uuidv7(),
    customerId: customer.id,
    name: input.name.trim(),
    email: input.email ?? null,
    phone: input.phone?.trim() ?? null,
    role: input.role?.trim() ?? null,
    createdAt: new Date().toISOString(),
  };
  await transaction.manager.insert(contacts, contact);
  return contact;
}
