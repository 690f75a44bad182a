import { conflict } from '#kit/failures/conflict.ts';
import type { ConflictFailure, NotFoundFailure } from '#kit/failures/failure.ts';
import { notFound } from '#kit/failures/notFound.ts';
import { lockRow } from '#kit/tables/lockRow.ts';
import type { TenantTransaction } from '#kit/tenancy/tenantSession.ts';
import { refuseEnd } from '../domain/endLead.ts';
import { type LeadRow, leads } from '../infrastructure/leads.ts';

/** Gives up an open lead, for good. */
export async function discardLead(
  transaction: TenantTransaction,
  leadId: string,
): Promise<LeadRow | NotFoundFailure | ConflictFailure> {
  const lead = await lockRow(transaction, leads, leadId);
  if (!lead) return notFound(leadId, 'lead');
  const refused = refuseEnd(lead.status);
  if (refused) return conflict(refused.code, refused.message);
  await transaction.manager.update(leads, { id: lead.id }, { status: 'DISCARDED' });
  return { ...lead, status: 'DISCARDED' };
}
