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

/** Records a call, mail, meeting or note about a customer, a deal, or both. */
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
  const { customerId, dealId } = input;
  if (!customerId && !dealId) return invalidInput('input.customerId', 'Name a customer or a deal.');
  if (customerId && !(await lockRow(transaction, customers, customerId))) return notFound(customerId, 'customer');
  if (dealId && !(await lockRow(transaction, deals, dealId))) return notFound(dealId, 'deal');

  const activity: ActivityRow = {
    id: uuidv7(),
    kind: input.kind,
    subject: input.subject.trim(),
    body: input.body ?? null,
    customerId: customerId ?? null,
    dealId: dealId ?? null,
    authorId: userId,
    occurredAt: input.occurredAt ?? new Date().toISOString(),
  };
  await transaction.manager.insert(activities, activity);
  return activity;
}
