import { conflict } from '#kit/failures/conflict.ts';
import type { Failure } from '#kit/failures/failure.ts';
import { notFound } from '#kit/failures/notFound.ts';
import { lockRow } from '#kit/tables/lockRow.ts';
import type { TenantTransaction } from '#kit/tenancy/tenantSession.ts';
import { checkText } from '#kit/validation/checkText.ts';
import { firstInvalid } from '#kit/validation/firstInvalid.ts';
import { refuseAcknowledgement } from '../domain/alert.ts';
import { type AlertRow, alerts } from '../infrastructure/alerts.ts';

/** Gives an open alert to the user who takes responsibility for it, once, and tells of it (`alert.acknowledged`). */
export async function acknowledgeAlert(
  transaction: TenantTransaction,
  userId: string,
  alertId: string,
  note: string | null,
): Promise<AlertRow | Failure> {
  const invalid = firstInvalid({ note: checkText(note, { max: 2_000 }) });
  if (invalid) return invalid;
  const alert = await lockRow(transaction, alerts, alertId);
  if (!alert) return notFound(alertId, 'alert');
  const refused = refuseAcknowledgement(alert.status);
  if (refused) return conflict(refused.code, refused.message);

  const acknowledgedAt = new Date().toISOString();
  const change = { status: 'ACKNOWLEDGED', acknowledgedById: userId, acknowledgedAt, note } as const;
  await transaction.manager.update(alerts, { id: alert.id }, change);
  await transaction.publish('alert.acknowledged', {
    alert_id: alert.id,
    tenant_id: transaction.tenantId,
    acknowledged_by: userId,
    acknowledged_at: acknowledgedAt,
    note,
  });
  return { ...alert, ...change };
}
