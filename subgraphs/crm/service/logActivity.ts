import type { LogActivityInput } from '#generated/subgraphs/crm.ts';
import type { InvalidInputFailure, NotFoundFailure } from '#kit/failures/failure.ts';
import { invalidInput } from '#kit/failures/invalidInput.ts';
import { notFound } from '#kit/failures/notFound.ts';
import { lockRow } from '#kit/tables/lockRow.ts';
import type { TenantTransaction } from '#kit/tenancy/tenantSession.ts';
import { checkText } from '#kit/validation/checkText.ts';
import { firstInvalid } from '#kit/validation/firstInvalid.ts';
import { uuidv7 } from '#platform/ids/uuidv7.ts';
import { type ActivityRow, activities } from '../infrastructure/activities.ts';
import { customers } from '../infrastructure/customers.ts';
import { deals } from '../infrastructure/deals.ts';

/** Records a call, mail, meeting or note about a customer, or about a deal and thereby its customer. */
export async function logActivity(
  transaction: TenantTransaction,
  userId: string,
  input: LogActivityInput,
): Promise<ActivityRow | NotFoundFailure | InvalidInputFailure> {
  const invalid = firstInvalid({
    'input.subject': checkText(input.subject, { max: 200 }),
    'input.body': checkText(input.body, { max: 10_000 }),
  });
  if (invalid) return invalid;
  const { customerId = null, dealId = null } = input;
  if (customerId === null && dealId === null) return invalidInput('input.customerId', 'Name a customer or a deal.');
  const customer = customerId === null ? null : await lockRow(transaction, customers, customerId);
  if (customer === undefined) return notFound(customerId!, 'customer');
  const deal = dealId === null ? null : await lockRow(transaction, deals, dealId);
  if (deal === undefined) return notFound(dealId!, 'deal');
  if (customer && deal && deal.customerId !== customer.id) {
    return invalidInput('input.dealId', 'The deal is another customer’s. Name the customer of the deal, or none.');
  }

  const activity: ActivityRow = {
    id: uuidv7(),
    kind: input.kind,
    subject: input.subject.trim(),
    body: input.body ?? null,
    customerId: customer?.id ?? deal?.customerId ?? null,
    dealId: deal?.id ?? null,
    authorId: userId,
    occurredAt: input.occurredAt ?? new Date().toISOString(),
  };
  await transaction.manager.insert(activities, activity);
  return activity;
}
