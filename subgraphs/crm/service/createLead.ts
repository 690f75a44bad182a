import type { CreateLeadInput } from '#generated/subgraphs/crm.ts';
import type { InvalidInputFailure } from '#kit/failures/failure.ts';
import { canonicalId } from '#kit/references/canonicalId.ts';
import type { TenantTransaction } from '#kit/tenancy/tenantSession.ts';
import { checkEmail } from '#kit/validation/checkEmail.ts';
import { checkReference } from '#kit/validation/checkReference.ts';
import { checkText } from '#kit/validation/checkText.ts';
import { firstInvalid } from '#kit/validation/firstInvalid.ts';
import { uuidv7 } from '#platform/ids/uuidv7.ts';
import { type LeadRow, leads } from '../infrastructure/leads.ts';

/** Enters a lead and tells of it (`lead.created`). */
export async function createLead(
  transaction: TenantTransaction,
  input: CreateLeadInput,
): Promise<LeadRow | InvalidInputFailure> {
  const invalid = firstInvalid({
    'input.name': checkText(input.name, { max: 200 }),
    'input.email': checkEmail(input.email),
    'input.company': checkText(input.company, { max: 200 }),
    'input.assignedTo': checkReference(input.assignedTo),
  });
  if (invalid) return invalid;

  const lead: LeadRow = {
    id: uuidv7(),
    name: input.name.trim(),
    email: input.email,
    company: input.company?.trim() ?? null,
    source: input.source ?? 'OTHER',
    status: 'OPEN',
    assignedToId: canonicalId(input.assignedTo),
    customerId: null,
    createdAt: new Date().toISOString(),
  };
  await transaction.manager.insert(leads, lead);
  await transaction.publish('lead.created', {
    lead_id: lead.id,
    tenant_id: transaction.tenantId,
    name: lead.name,
    email: lead.email,
    source: lead.source,
    assigned_to: lead.assignedToId,
    created_at: lead.createdAt,
  });
  return lead;
}
