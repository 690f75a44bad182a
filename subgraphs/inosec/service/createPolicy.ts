import type { CreatePolicyInput } from '#generated/subgraphs/inosec.ts';
import type { InvalidInputFailure } from '#kit/failures/failure.ts';
import type { TenantTransaction } from '#kit/tenancy/tenantSession.ts';
import { checkText } from '#kit/validation/checkText.ts';
import { firstInvalid } from '#kit/validation/firstInvalid.ts';
import { uuidv7 } from '#platform/ids/uuidv7.ts';
import { type PolicyRow, policies } from '../infrastructure/policies.ts';

/** Sets up a policy whose violations can be recorded. */
export async function createPolicy(
  transaction: TenantTransaction,
  userId: string,
  input: CreatePolicyInput,
): Promise<PolicyRow | InvalidInputFailure> {
  const invalid = firstInvalid({
    'input.name': checkText(input.name, { max: 200 }),
    'input.description': checkText(input.description, { max: 2_000 }),
  });
  if (invalid) return invalid;
  const policy: PolicyRow = {
    id: uuidv7(),
    name: input.name.trim(),
    description: input.description.trim(),
    severity: input.severity ?? 'MEDIUM',
    createdById: userId,
    createdAt: new Date().toISOString(),
  };
  await transaction.manager.insert(policies, policy);
  return policy;
}
