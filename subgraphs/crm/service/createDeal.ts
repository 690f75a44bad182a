import type { CreateDealInput } from '#generated/subgraphs/crm.ts';
import type { InvalidInputFailure, NotFoundFailure } from '#kit/failures/failure.ts';
import { notFound } from '#kit/failures/notFound.ts';
import { canonicalId } from '#kit/references/canonicalId.ts';
import { lockRow } from '#kit/tables/lockRow.ts';
import type { TenantTransaction } from '#kit/tenancy/tenantSession.ts';
import { checkMoney } from '#kit/validation/checkMoney.ts';
import { checkReference } from '#kit/validation/checkReference.ts';
import { checkText } from '#kit/validation/checkText.ts';
import { firstInvalid } from '#kit/validation/firstInvalid.ts';
import { customers } from '../infrastructure/customers.ts';
import type { DealRow } from '../infrastructure/deals.ts';
import { insertDeal } from './insertDeal.ts';
import { pipelineFor } from './pipelineFor.ts';

/** Opens a deal with a customer. */
export async function createDeal(
  transaction: TenantTransaction,
  input: CreateDealInput,
): Promise<DealRow | NotFoundFailure | InvalidInputFailure> {
  const invalid = firstInvalid({
    'input.title': checkText(input.title, { max: 200 }),
    ...checkMoney('input.value', input.value),
    'input.owner': checkReference(input.owner),
  });
  if (invalid) return invalid;
  const customer = await lockRow(transaction, customers, input.customerId);
  if (!customer) return notFound(input.customerId, 'customer');
  const pipeline = await pipelineFor(transaction, input.pipelineId);
  if (!pipeline) return notFound(input.pipelineId ?? '', 'pipeline');
  return insertDeal(transaction, {
    title: input.title.trim(),
    customerId: customer.id,
    pipeline,
    value: input.value,
    ownerId: canonicalId(input.owner),
  });
}
