import type { ConvertLeadInput } from '#generated/subgraphs/crm.ts';
import { conflict } from '#kit/failures/conflict.ts';
import type { Failure } from '#kit/failures/failure.ts';
import { notFound } from '#kit/failures/notFound.ts';
import { lockRow } from '#kit/tables/lockRow.ts';
import type { TenantTransaction } from '#kit/tenancy/tenantSession.ts';
import { checkMoney } from '#kit/validation/checkMoney.ts';
import { checkText } from '#kit/validation/checkText.ts';
import { firstInvalid } from '#kit/validation/firstInvalid.ts';
import { refuseEnd } from '../domain/endLead.ts';
import type { CustomerRow } from '../infrastructure/customers.ts';
import type { DealRow } from '../infrastructure/deals.ts';
import { type LeadRow, leads } from '../infrastructure/leads.ts';
import { insertCustomer } from './insertCustomer.ts';
import { insertDeal } from './insertDeal.ts';
import { pipelineFor } from './pipelineFor.ts';

/** What a conversion made. */
export interface Conversion {
  readonly __typename: 'LeadConversion';
  readonly lead: LeadRow;
  readonly customer: CustomerRow;
  readonly deal: DealRow;
}

/** Makes a customer and its first deal of a lead, once. The lead's user owns both. */
export async function convertLead(
  transaction: TenantTransaction,
  input: ConvertLeadInput,
): Promise<Conversion | Failure> {
  const invalid = firstInvalid({
    'input.dealTitle': checkText(input.dealTitle, { max: 200 }),
    ...checkMoney('input.dealValue', input.dealValue),
  });
  if (invalid) return invalid;
  const lead = await lockRow(transaction, leads, input.leadId);
  if (!lead) return notFound(input.leadId, 'lead');
  const refused = refuseEnd(lead.status);
  if (refused) return conflict(refused.code, refused.message);
  const pipeline = await pipelineFor(transaction, input.pipelineId);
  if (!pipeline) return notFound(input.pipelineId ?? '', 'pipeline');

  const customer = await insertCustomer(transaction, {
    name: lead.company ?? lead.name,
    email: lead.email,
    phone: null,
    ownerId: lead.assignedToId,
  });
  const deal = await insertDeal(transaction, {
    title: input.dealTitle.trim(),
    customerId: customer.id,
    pipeline,
    value: input.dealValue,
    ownerId: lead.assignedToId,
  });
  const converted = { status: 'CONVERTED', customerId: customer.id } as const;
  await transaction.manager.update(leads, { id: lead.id }, converted);
  return { __typename: 'LeadConversion', lead: { ...lead, ...converted }, customer, deal };
}
