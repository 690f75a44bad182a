import type { NotFoundFailure } from '#kit/failures/failure.ts';
import { notFound } from '#kit/failures/notFound.ts';
import { lockRow } from '#kit/tables/lockRow.ts';
import type { TenantTransaction } from '#kit/tenancy/tenantSession.ts';
import { type DetectionRuleRow, detectionRules } from '../infrastructure/detectionRules.ts';

/** Switches a detection rule on or off. */
export async function setDetectionRuleActive(
  transaction: TenantTransaction,
  ruleId: string,
  active: boolean,
): Promise<DetectionRuleRow | NotFoundFailure> {
  const rule = await lockRow(transaction, detectionRules, ruleId);
  if (!rule) return notFound(ruleId, 'detection rule');
  await transaction.manager.update(detectionRules, { id: rule.id }, { active });
  return { ...rule, active };
}
