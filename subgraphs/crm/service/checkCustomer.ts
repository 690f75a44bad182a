import type { CreateCustomerInput, UpdateCustomerInput } from '#generated/subgraphs/crm.ts';
import { checkEmail } from '#kit/validation/checkEmail.ts';
import { checkReference } from '#kit/validation/checkReference.ts';
import { checkText } from '#kit/validation/checkText.ts';
import type { Check } from '#kit/validation/firstInvalid.ts';

/** Checks what clients say about a customer, for `firstInvalid`. */
export function checkCustomer(input: CreateCustomerInput | UpdateCustomerInput): Record<string, Check> {
  return {
    'input.name': checkText(input.name, { max: 200 }),
    'input.email': checkEmail(input.email),
    'input.phone': checkText(input.phone, { max: 50 }),
    'input.owner': checkReference(input.owner),
  };
}
