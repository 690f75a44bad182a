import { conflict } from '#kit/failures/conflict.ts';
import type { Failure } from '#kit/failures/failure.ts';
import { notFound } from '#kit/failures/notFound.ts';
import { lockRow } from '#kit/tables/lockRow.ts';
import type { TenantTransaction } from '#kit/tenancy/tenantSession.ts';
import { checkText } from '#kit/validation/checkText.ts';
import { firstInvalid } from '#kit/validation/firstInvalid.ts';
import { refuseResolution } from '../domain/alert.ts';
import { type AlertRow, alerts } from '../infrastructure/alerts.ts';

/** Closes an acknowledged alert. A note replaces the one that is there. */
export async function resolveAlert(
  transaction: TenantTransaction,
  alertId: string,
  note: string | null,
): Promise<AlertRow | Failure> {
  const invalid = firstInvalid({ note: checkText(note, { max: 2_000 }) });
  if (invalid) return invalid;
  const alert = await lockRow(transaction, alerts, alertId);
  if (!alert) return notFound(alertId, 'alert');
  const refused = refuseResolution(alert.status);
  if (refused) return conflict(refused.code, refused.message);
  const change = { status: 'RESOLVED', resolvedAt: new Date().toISOString(), note: note ?? alert.note } as const;
  await transaction.manager.update(alerts, { id: alert.id }, change);
  return { ...alert, ...change };
}
