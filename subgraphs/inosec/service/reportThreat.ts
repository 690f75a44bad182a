import type { ReportThreatInput } from '#generated/subgraphs/inosec.ts';
import type { InvalidInputFailure } from '#kit/failures/failure.ts';
import type { TenantTransaction } from '#kit/tenancy/tenantSession.ts';
import { checkText } from '#kit/validation/checkText.ts';
import { firstInvalid } from '#kit/validation/firstInvalid.ts';
import type { AlertRow } from '../infrastructure/alerts.ts';
import { raiseAlert } from './raiseAlert.ts';

/** Records a threat that somebody reports, and opens an alert for it. */
export async function reportThreat(
  transaction: TenantTransaction,
  { severity, sourceSystem, description }: ReportThreatInput,
): Promise<AlertRow | InvalidInputFailure> {
  const invalid = firstInvalid({
    'input.sourceSystem': checkText(sourceSystem, { max: 100 }),
    'input.description': checkText(description, { max: 2_000 }),
  });
  return (
    invalid ??
    raiseAlert(transaction, {
      severity,
      sourceSystem: sourceSystem.trim(),
      description: description.trim(),
      ruleId: null,
    })
  );
}
