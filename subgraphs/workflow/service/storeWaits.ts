import type { TenantTransaction } from '#kit/tenancy/tenantSession.ts';
import { uuidv7 } from '#platform/ids/uuidv7.ts';
import type { WaitDescription } from '../infrastructure/engine/advanceTypes.ts';
import type { WaitRow } from '../infrastructure/waits.ts';
import { insertHumanTask } from './insertHumanTask.ts';
import { announceTimer } from './timerAnnouncements.ts';

/**
 * Makes the stored waits of an instance equal to those of the engine. New waits of people become tasks; waits that are
 * gone take their open tasks with them.
 */
export async function storeWaits(
  transaction: TenantTransaction,
  instanceId: string,
  wanted: readonly WaitDescription[],
): Promise<void> {
  const stored = await transaction.query<Pick<WaitRow, 'executionId'>>(
    'SELECT execution_id AS "executionId" FROM waits WHERE instance_id = $1',
    [instanceId],
  );
  const known = new Set(stored.map(({ executionId }) => executionId));
  const open = new Set(wanted.map(({ executionId }) => executionId));
  const gone = [...known].filter((executionId) => !open.has(executionId));
  if (gone.length > 0) await removeWaits(transaction, instanceId, gone);
  for (const wait of wanted) {
    if (!known.has(wait.executionId)) await insertWait(transaction, instanceId, wait);
  }
}

async function removeWaits(transaction: TenantTransaction, instanceId: string, gone: readonly string[]): Promise<void> {
  const removed = await transaction.query<{ taskId: string | null }>(
    'DELETE FROM waits WHERE instance_id = $1 AND execution_id = ANY($2) RETURNING task_id AS "taskId"',
    [instanceId, gone],
  );
  const taskIds = removed.map(({ taskId }) => taskId).filter((id) => id !== null);
  if (taskIds.length === 0) return;
  await transaction.query(`UPDATE tasks SET status = 'CANCELLED' WHERE id = ANY($1::uuid[]) AND status = 'OPEN'`, [
    taskIds,
  ]);
}

async function insertWait(transaction: TenantTransaction, instanceId: string, wait: WaitDescription): Promise<void> {
  const taskId = wait.task === null ? null : await insertHumanTask(transaction, instanceId, wait.nodeId, wait.task);
  await transaction.query(
    `INSERT INTO waits (id, instance_id, execution_id, kind, node_id, message_name, due_at, task_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [uuidv7(), instanceId, wait.executionId, wait.kind, wait.nodeId, wait.messageName, wait.dueAt, taskId],
  );
  if (wait.kind !== 'TIMER' || wait.dueAt === null) return;
  const due = { tenantId: transaction.tenantId, at: Date.parse(wait.dueAt) };
  transaction.afterCommit(() => announceTimer(due));
}
