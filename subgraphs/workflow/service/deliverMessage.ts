import type { DeliverMessageInput } from '#generated/subgraphs/workflow.ts';
import { conflict } from '#kit/failures/conflict.ts';
import type { Failure } from '#kit/failures/failure.ts';
import { notFound } from '#kit/failures/notFound.ts';
import { lockRow } from '#kit/tables/lockRow.ts';
import type { TenantTransaction } from '#kit/tenancy/tenantSession.ts';
import { checkText } from '#kit/validation/checkText.ts';
import { firstInvalid } from '#kit/validation/firstInvalid.ts';
import { refuseCommand } from '../domain/instance.ts';
import { variablesProblem } from '../domain/variablesProblem.ts';
import { type InstanceRow, instances } from '../infrastructure/instances.ts';
import { resumeInstance } from './resumeInstance.ts';

/** Hands a message or signal to an instance that waits for its name; nothing is kept for later. */
export async function deliverMessage(
  transaction: TenantTransaction,
  input: DeliverMessageInput,
): Promise<InstanceRow | Failure> {
  const invalid = firstInvalid({
    'input.name': checkText(input.name, { max: 200 }),
    'input.payload': variablesProblem(input.payload),
  });
  if (invalid) return invalid;
  const instance = await lockRow(transaction, instances, input.instanceId);
  if (!instance) return notFound(input.instanceId, 'process instance');
  const refused = refuseCommand(instance.status);
  if (refused) return conflict(refused.code, refused.message);
  const [wait] = await transaction.query<{ executionId: string }>(
    `SELECT execution_id AS "executionId" FROM waits
      WHERE instance_id = $1 AND message_name = $2 AND kind IN ('MESSAGE', 'SIGNAL') ORDER BY id LIMIT 1`,
    [instance.id, input.name],
  );
  if (wait === undefined) return conflict('WORKFLOW_NOT_WAITING');
  const payload = (input.payload ?? {}) as Record<string, unknown>;
  return resumeInstance(transaction, instance, {
    kind: 'resume',
    as: 'message',
    executionId: wait.executionId,
    payload,
  });
}
