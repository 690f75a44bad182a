import type { TenantTransaction } from '#kit/tenancy/tenantSession.ts';
import type { ModelProblem } from '../domain/modelProblem.ts';
import type { InstanceRow } from '../infrastructure/instances.ts';
import type { StepRow } from '../infrastructure/steps.ts';
import { storeSteps } from './storeSteps.ts';
import { storeWaits } from './storeWaits.ts';

/** Ends a locked instance: nothing waits any more, open tasks are cancelled, and it is told (`workflow.completed`). */
export async function endInstance(
  transaction: TenantTransaction,
  instance: InstanceRow,
  status: 'COMPLETED' | 'FAILED' | 'CANCELLED',
  failure: ModelProblem | null,
): Promise<InstanceRow> {
  const endedAt = new Date().toISOString();
  await storeWaits(transaction, instance.id, []);
  await leaveOpenSteps(transaction, instance.id);
  await transaction.query('UPDATE instance_states SET engine = NULL WHERE instance_id = $1', [instance.id]);
  await transaction.query('UPDATE instances SET status = $2, failure = $3, ended_at = $4 WHERE id = $1', [
    instance.id,
    status,
    failure === null ? null : JSON.stringify(failure),
    endedAt,
  ]);
  await transaction.publish('workflow.completed', {
    workflow_id: instance.id,
    tenant_id: transaction.tenantId,
    definition_key: instance.definitionKey,
    status: status.toLowerCase(),
    completed_at: endedAt,
  });
  return { ...instance, status, failure, endedAt };
}

async function leaveOpenSteps(transaction: TenantTransaction, instanceId: string): Promise<void> {
  const open = await transaction.query<StepRow>(
    `SELECT execution_id AS "executionId", node_id AS "nodeId", node_name AS "nodeName", node_type AS "nodeType"
       FROM steps WHERE instance_id = $1 AND status = 'WAITING' ORDER BY id`,
    [instanceId],
  );
  await storeSteps(
    transaction,
    instanceId,
    open.map((step) => ({ ...step, status: 'CANCELLED', detail: null })),
  );
}
