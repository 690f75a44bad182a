import type { InvalidInputFailure, NotFoundFailure } from '#kit/failures/failure.ts';
import { notFound } from '#kit/failures/notFound.ts';
import { canonicalId } from '#kit/references/canonicalId.ts';
import { lockRow } from '#kit/tables/lockRow.ts';
import type { TenantTransaction } from '#kit/tenancy/tenantSession.ts';
import { checkReference } from '#kit/validation/checkReference.ts';
import { firstInvalid } from '#kit/validation/firstInvalid.ts';
import { type LeadRow, leads } from '../infrastructure/leads.ts';

/** Gives a lead to a user, or to nobody (null). */
export async function assignLead(
  transaction: TenantTransaction,
  leadId: string,
  userId: string | null,
): Promise<LeadRow | NotFoundFailure | InvalidInputFailure> {
  const invalid = firstInvalid({ userId: checkReference(userId) });
  if (invalid) return invalid;
  const lead = await lockRow(transaction, leads, leadId);
  if (!lead) return notFound(leadId, 'lead');
  const assignedToId = canonicalId(userId);
  await transaction.manager.update(leads, { id: lead.id }, { assignedToId });
  return { ...lead, assignedToId };
}
