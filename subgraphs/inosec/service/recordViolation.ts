import type { RecordViolationInput } from '#generated/subgraphs/inosec.ts';
import type { InvalidInputFailure, NotFoundFailure } from '#kit/failures/failure.ts';
import { notFound } from '#kit/failures/notFound.ts';
import { lockRow } from '#kit/tables/lockRow.ts';
import type { TenantTransaction } from '#kit/tenancy/tenantSession.ts';
import { checkText } from '#kit/validation/checkText.ts';
import { firstInvalid } from '#kit/validation/firstInvalid.ts';
import { uuidv7 } from '#platform/ids/uuidv7.ts';
import { policies } from '../infrastructure/policies.ts';
import { type ViolationRow, violations } from '../infrastructure/violations.ts';

/** Records that a policy was violated, and tells of it (`policy.violation`). */
export async function recordViolation(
  transaction: TenantTransaction,
  input: RecordViolationInput,
): Promise<ViolationRow | NotFoundFailure | InvalidInputFailure> {
  const invalid = firstInvalid({
    'input.subject': checkText(input.subject, { max: 200 }),
    'input.description': checkText(input.description, { max: 2_000 }),
  });
  if (invalid) return invalid;
  const policy = await lockRow(transaction, policies, input.policyId);
  if (!policy) return notFound(input.policyId, 'policy');
  const violation: ViolationRow = {
    id: uuidv7(),
    policyId: policy.id,
    severity: policy.severity,
    subject: input.subject.trim(),
    description: input.description.trim(),
    occurredAt: new Date().toISOString(),
  };
  await transaction.manager.insert(violations, violation);
  await transaction.publish('policy.violation', {
    violation_id: violation.id,
    tenant_id: transaction.tenantId,
    policy_id: policy.id,
    severity: violation.severity,
    subject: violation.subject,
    description: violation.description,
    occurred_at: violation.occurredAt,
  });
  return violation;
}
