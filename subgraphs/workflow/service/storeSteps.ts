import type { TenantTransaction } from '#kit/tenancy/tenantSession.ts';
import { uuidv7 } from '#platform/ids/uuidv7.ts';
import type { StepChange } from '../infrastructure/engine/stepRecorder.ts';

/** Stores changed steps and tells of each (`workflow.step.updated`), in the order in which the engine made them. */
export async function storeSteps(
  transaction: TenantTransaction,
  instanceId: string,
  changes: readonly StepChange[],
): Promise<void> {
  if (changes.length === 0) return;
  const changedAt = new Date().toISOString();
  const rows = changes.map((change) => ({ id: uuidv7(), ...change, detail: change.detail?.slice(0, 500) ?? null }));
  const stored = await transaction.query<{ id: string; executionId: string }>(
    `INSERT INTO steps (id, instance_id, execution_id, node_id, node_name, node_type, status, detail, entered_at, changed_at)
     SELECT r.id, $1, r."executionId", r."nodeId", r."nodeName", r."nodeType", r.status, r.detail, $3, $3
       FROM jsonb_to_recordset($2) AS r(id uuid, "executionId" text, "nodeId" text, "nodeName" text, "nodeType" text, status text, detail text)
     ON CONFLICT (instance_id, execution_id)
       DO UPDATE SET status = excluded.status, detail = excluded.detail, changed_at = excluded.changed_at
     RETURNING id, execution_id AS "executionId"`,
    [instanceId, JSON.stringify(rows), changedAt],
  );
  const ids = new Map(stored.map(({ id, executionId }) => [executionId, id]));
  for (const change of changes) {
    await transaction.publish('workflow.step.updated', {
      step_id: ids.get(change.executionId)!,
      workflow_id: instanceId,
      tenant_id: transaction.tenantId,
      node_id: change.nodeId,
      node_name: change.nodeName,
      node_type: change.nodeType,
      status: change.status.toLowerCase(),
      changed_at: changedAt,
    });
  }
}
